/** All that one person's page shows, in two statements. Source: PPL-1, PPL-2, PPL-3. */
import { may, permittedFields } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { shownFields } from './fields/fields.rules.ts'
import { wordsOver } from './fields/fields-at.ts'
import {
  ownNames,
  personActs,
  personFieldNames,
  wishNames,
  type CustomField,
  type PersonDetail,
  type PersonState,
  type Tag,
} from './people.schema.ts'
import type { PersonRow } from './person-row.ts'
import { standingHigher } from './stands-higher.ts'

interface MembershipRow {
  id: string
  personId: string
  nodeId: string
  nodeName: string | null
  isHome: boolean
  state: PersonState
  joinedOn: string
  leftOn: string | null
  scopeIds: string[]
  states: { state: PersonState; since: string; reason: string | null }[]
}
interface Belongings {
  memberships: MembershipRow[]
  consents: (Omit<NonNullable<PersonDetail['consents']>[number], 'at'> & { at: string })[]
  silences: {
    since: string
    reason: string | null
    by: string | null
    liftedAt: string | null
    liftedBy: string | null
  }[]
  words: CustomField[]
  tags: Tag[]
}

/** The person with memberships, wishes and what the caller may do. Throws NotFound where the person can't be seen. */
export async function detailOf(ctx: Context, id: string): Promise<PersonDetail> {
  const person = await find<PersonRow & { createdAt: Date }>(ctx, 'read', 'Person', id)
  const belongings = await belongingsOf(ctx, person)
  const readable = permittedFields(ctx.ability, 'read', 'Person', person)
  const shown = (field: string) => readable.includes(field)
  const memberships = belongings.memberships.filter((row) => may(ctx.ability, 'read', 'Membership', row))
  const home = memberships.find(({ isHome, leftOn }) => isHome && leftOn === null)
  const consents = belongings.consents.map((consent) => ({ ...consent, at: instant(consent.at) }))
  const silences = belongings.silences.map(({ since, liftedAt, ...silence }) => ({
    ...silence,
    since: instant(since),
    liftedAt: liftedAt === null ? null : instant(liftedAt),
  }))
  const wish = silences.find(({ liftedAt }) => liftedAt === null)
  const open = await openTo(ctx, person, home, memberships)
  return {
    id,
    ...(shown('version') && { version: person.version }),
    ...(shown('state') && { state: person.state }),
    ...(shown('home') && { home: home ? placeOf(home) : null }),
    fields: Object.fromEntries(
      [...personFieldNames, ...wishNames].filter(shown).map((field) => [field, person[field] ?? null]),
    ),
    memberships: memberships.map((row) => ({ ...row, node: placeOf(row) })),
    ...(shown('doNotContact') && {
      consents: latest(consents),
      consentHistory: consents,
      doNotContact: wish ? { since: wish.since, reason: wish.reason } : null,
      doNotContactHistory: silences,
    }),
    custom: shownFields(belongings.words, shown).map((field) => ({ field, value: person.custom[field.id] ?? null })),
    ...(shown('tags') && { tags: belongings.tags.filter((tag) => person.tagIds.includes(tag.id)) }),
    furtherTags: open.editable.includes('tags') ? belongings.tags.filter((tag) => !person.tagIds.includes(tag.id)) : [],
    ...(shown('photo') && { photoId: person.photoId }),
    ...open,
    ...(shown('createdAt') && { createdAt: person.createdAt }),
    ...(shown('updatedAt') && { updatedAt: person.updatedAt }),
  }
}

const instant = (text: string) => new Date(text)
const placeOf = ({ nodeId, nodeName }: MembershipRow) => (nodeName === null ? null : { id: nodeId, name: nodeName })

/** The latest word for each channel and purpose; the history is oldest first. */
function latest<C extends { channel: string; purpose: string }>(history: readonly C[]): C[] {
  return [...new Map(history.map((consent) => [`${consent.channel} ${consent.purpose}`, consent])).values()]
}

async function belongingsOf({ tx }: Context, { id, scopeIds }: PersonRow): Promise<Belongings> {
  const [row] = await tx.rows<Belongings>(sql`
    select (select coalesce(json_agg(r order by r."leftOn" nulls first, r."isHome" desc, r."joinedOn", r.id), '[]') from (
              select m.id, m.person_id as "personId", m.node_id as "nodeId", n.name as "nodeName", m.is_home as "isHome", m.state,
                     m.joined_on as "joinedOn", m.left_on as "leftOn", m.scope_ids as "scopeIds",
                     (select coalesce(json_agg(json_build_object('state', s.state, 'since', s.since, 'reason', s.reason) order by s.since, s.recorded_at, s.id), '[]')
                        from membership_state s where s.membership_id = m.id) as states
                from membership m left join org_node n on n.id = m.node_id where m.person_id = ${id}::uuid) r) as memberships,
           (select coalesce(json_agg(r order by r.at, r.id), '[]') from (
              select c.id, c.channel, c.purpose, c.given, c.at, c.source, b.name as by from consent c left join person b on b.id = c.by_person where c.person_id = ${id}::uuid) r) as consents,
           (select coalesce(json_agg(r order by r.since desc, r.id), '[]') from (
              select d.id, d.since, d.reason, b.name as by, d.lifted_at as "liftedAt", l.name as "liftedBy"
                from do_not_contact d left join person b on b.id = d.by_person left join person l on l.id = d.lifted_by
               where d.person_id = ${id}::uuid) r) as silences,
           ${wordsOver(scopeIds)}`)
  return row!
}

/** Fields and acts that are open to the caller. */
async function openTo(
  ctx: Context,
  person: PersonRow,
  home: MembershipRow | undefined,
  memberships: readonly MembershipRow[],
): Promise<Pick<PersonDetail, 'editable' | 'acts'>> {
  const editable = permittedFields(ctx.ability, 'update', 'Person', person)
  const acts = actsOn(ctx, person, home, memberships)
  // Asked of the database only where it would take something away.
  const asking = editable.includes('emails') || acts.some((act) => fromBelow.includes(act))
  const higher = asking && (await standingHigher(ctx, [person.id])).has(person.id)
  return {
    editable: [...personFieldNames, ...ownNames].filter(
      (field) => editable.includes(field) && !(higher && field === 'emails'),
    ),
    acts: higher ? acts.filter((act) => !fromBelow.includes(act)) : acts,
  }
}
/** Not for who stands lower than the person. */
const fromBelow: readonly string[] = ['archive', 'restore', 'change-home']

function actsOn(
  { ability }: Context,
  person: PersonRow,
  home: MembershipRow | undefined,
  memberships: readonly MembershipRow[],
): PersonDetail['acts'] {
  const onPerson = (action: string) => may(ability, action, 'Person', person)
  const onHome = home !== undefined && may(ability, 'update', 'Membership', home)
  const archived = person.state === 'archived'
  const allowed: Record<(typeof personActs)[number], boolean> = {
    update: onPerson('update'),
    'change-state': onHome && !archived,
    archive: onPerson('archive') && !archived,
    restore: onPerson('archive') && archived,
    'change-home': onHome && !archived,
    'join-node': !archived && ability.can('create', 'Membership'),
    'leave-node': memberships.some(
      (row) => !row.isHome && row.leftOn === null && may(ability, 'end', 'Membership', row),
    ),
    'give-consent': onPerson('give-consent'),
    'renew-consent': onPerson('renew-consent'),
    'withdraw-consent': onPerson('withdraw-consent'),
    'set-do-not-contact': onPerson('set-do-not-contact'),
    'lift-do-not-contact': onPerson('lift-do-not-contact'),
  }
  return personActs.filter((act) => allowed[act])
}
