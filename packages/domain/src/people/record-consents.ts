/** The set form of people.give-consent and people.withdraw-consent, as files say it: a file takes no word back that a person gave. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notFound, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { atRow } from './at-row.ts'
import { lockPeople } from './lock-people.ts'
import type { consentChannels, consentPurposes } from './people.schema.ts'
import { takePhotoAway } from './photo/take-photo-away.ts'
import { readPeople } from './read-people.ts'

export interface Consented {
  channel: (typeof consentChannels)[number]
  purpose: (typeof consentPurposes)[number]
  given: boolean
  /** Wording that was agreed to, or where the word is on record. */
  source: string
}
export interface ConsentWish extends Consented {
  personId: string
}
export interface PresentConsent extends Omit<Consented, 'source'> {
  personId: string
  at: Date
}

/** The last word of each person on each channel and purpose; one statement. */
export async function presentConsents({ tx }: Context, personIds: readonly string[]): Promise<PresentConsent[]> {
  if (personIds.length === 0) return []
  return tx.rows<PresentConsent>(sql`
    select distinct on (c.person_id, c.channel, c.purpose) c.person_id as "personId", c.channel, c.purpose, c.given, c.at
      from consent c where c.person_id = any (${[...new Set(personIds)]}::uuid[])
     order by c.person_id, c.channel, c.purpose, c.at desc, c.id desc`)
}

/**
 * Adds yes and no of many people; the same word as the last is left. A no to photos takes the photo away. Errors: NotFound, NotAllowed, RuleBroken
 * people.record-consents.said-no (a yes after a no: only the person and who leads them renew it, one by one); `values.row` is the
 * place in the input, from 0. Source: PPL-1, PRV-2, IMP-6.
 */
export async function recordConsents(ctx: Context, wishes: readonly ConsentWish[]): Promise<void> {
  if (wishes.length === 0) return
  const ids = wishes.map(({ personId }) => personId)
  await lockPeople(ctx, ids)
  const people = await readPeople(ctx, ids)
  const present = new Map((await presentConsents(ctx, ids)).map((one) => [keyOf(one), one]))
  const fresh = wishes.flatMap((wish, row) =>
    atRow(row, () => {
      const person = people.get(wish.personId)
      if (!person) throw notFound('Person')
      allow(ctx, wish.given ? 'give-consent' : 'withdraw-consent', 'Person', person)
      const last = present.get(keyOf(wish))
      if (last?.given === wish.given) return []
      if (last && wish.given) throw ruleBroken('people.record-consents.said-no')
      const at = last && last.at >= ctx.at ? new Date(last.at.getTime() + 1) : ctx.at
      return [{ wish, person, last, at }]
    }),
  )
  if (fresh.length === 0) return
  const records = fresh.map(({ wish, at }) => ({ ...wish, id: newId(at), person_id: wish.personId, at }))
  await ctx.tx.rows(sql`
    insert into consent (id, person_id, channel, purpose, given, at, source, by_person)
    select r.id, r.person_id, r.channel, r.purpose, r.given, r.at, r.source, ${ctx.principal.personId}::uuid
      from json_to_recordset(${JSON.stringify(records)}::json)
        as r(id uuid, person_id uuid, channel text, purpose text, given bool, at timestamptz, source text)`)
  const listed = fresh.filter(({ wish }) => wish.purpose === 'group-list')
  if (listed.length)
    await ctx.tx.rows(sql`
      update person p set listed_in_group = r.given, updated_at = ${ctx.at}
        from unnest(${listed.map(({ person }) => person.id)}::uuid[], ${listed.map(({ wish }) => wish.given)}::bool[]) as r(id, given) where p.id = r.id`)
  const unseen = fresh.filter(({ wish, person }) => wish.purpose === 'photos' && !wish.given && person.photoId !== null)
  for (const person of new Set(unseen.map(({ person }) => person))) {
    await takePhotoAway(ctx, person)
    await ctx.tx.rows(sql`update person set photo_id = null, updated_at = ${ctx.at} where id = ${person.id}::uuid`)
  }
  for (const { wish, person, last } of fresh) {
    const { channel, purpose, given, source } = wish
    ctx.audit({
      noun: 'Person',
      subjectId: person.id,
      node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
      before: { channel, purpose, given: last?.given ?? null },
      after: { channel, purpose, given },
      person: { id: person.id, after: { source } },
    })
  }
}
const keyOf = ({ personId, channel, purpose }: Omit<ConsentWish, 'given' | 'source'>) =>
  `${personId} ${channel} ${purpose}`
