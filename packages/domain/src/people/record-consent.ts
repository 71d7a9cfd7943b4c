import { allow, find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import type * as z from 'zod'
import type { Context } from '../context.ts'
import { lockPeople } from './lock-people.ts'
import type { consentInput } from './people.schema.ts'
import type { PersonRow } from './person-row.ts'
import { takePhotoAway } from './photo/take-photo-away.ts'

/**
 * Adds a yes or a no; what was said before stays on record. The group list follows its purpose. The same word again from the same
 * source is left. A no to photos takes the photo away. A yes after a no needs the right to renew. Throws NotFound or NotAllowed. Source: PPL-1, PRV-2, ACS-2.
 */
export async function recordConsent(
  ctx: Context,
  { id, channel, purpose, source }: z.output<typeof consentInput>,
  given: boolean,
): Promise<{ id: string }> {
  await lockPeople(ctx, [id])
  const person = await find<PersonRow>(ctx, given ? 'give-consent' : 'withdraw-consent', 'Person', id)
  const [last] = await ctx.tx.rows<{ given: boolean; source: string; at: Date }>(sql`
    select c.given, c.source, c.at from consent c
     where c.person_id = ${id}::uuid and c.channel = ${channel} and c.purpose = ${purpose} order by c.at desc, c.id desc limit 1`)
  if (last?.given === given && last.source === source) return { id }
  if (given && last?.given === false) allow(ctx, 'renew-consent', 'Person', person)
  // An act that had to wait began before the word that it follows.
  const at = last && last.at >= ctx.at ? new Date(last.at.getTime() + 1) : ctx.at
  await ctx.tx.rows(sql`
    insert into consent (id, person_id, channel, purpose, given, at, source, by_person)
    values (${newId(at)}::uuid, ${id}::uuid, ${channel}, ${purpose}, ${given}, ${at}, ${source}, ${ctx.principal.personId}::uuid)`)
  if (purpose === 'group-list')
    await ctx.tx.rows(sql`update person set listed_in_group = ${given}, updated_at = ${ctx.at} where id = ${id}::uuid`)
  if (purpose === 'photos' && !given && person.photoId !== null) {
    await takePhotoAway(ctx, person)
    await ctx.tx.rows(sql`update person set photo_id = null, updated_at = ${ctx.at} where id = ${id}::uuid`)
  }
  ctx.audit({
    noun: 'Person',
    subjectId: id,
    node: person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined,
    before: { channel, purpose, given: last?.given ?? null },
    after: { channel, purpose, given },
    person: { id, after: { source } },
  })
  return { id }
}
