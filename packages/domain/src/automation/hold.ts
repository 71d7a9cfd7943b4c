/** Words by which people hold automations up, for one person. Source: AUT-3, PPL-3. */
import { allow, find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { openMemberships, type PersonRow } from '../people/index.ts'
import type { AutomationName } from './automation.schema.ts'

/** Whoever may change the home membership may hold up what would change it. Throws NotFound, NotAllowed. */
export async function findHoldable(ctx: Context, personId: string): Promise<PersonRow> {
  const person = await find<PersonRow>(ctx, 'read', 'Person', personId)
  const home = (await openMemberships(ctx, [personId])).get(personId)?.find(({ isHome }) => isHome)
  if (!home) throw notFound('Membership')
  // What is one's own to read is not one's own to hold up: membership is in the leaders' hands.
  allow(ctx, 'update', 'Membership', { nodeId: home.nodeId, scopeIds: home.scopeIds })
  return person
}

const changeOf = (person: PersonRow) => ({
  noun: 'Automation',
  subjectId: person.id,
  node: { id: person.homeNodeId!, scopeIds: person.homeIds },
  person: { id: person.id },
})

/** Lifts what stands; says whether anything did. */
export async function liftHolds(ctx: Context, person: PersonRow, automation: AutomationName): Promise<boolean> {
  const [standing] = await ctx.tx.rows(sql`
    select from automation_hold h where h.person_id = ${person.id}::uuid and h.automation = ${automation} and h.lifted_at is null`)
  if (!standing) return false
  await ctx.tx.rows(sql`
    update automation_hold h set lifted_at = ${ctx.at}, lifted_by = ${ctx.principal.personId}::uuid
     where h.person_id = ${person.id}::uuid and h.automation = ${automation} and h.lifted_at is null`)
  ctx.audit({ ...changeOf(person), after: { automation, held: false } })
  return true
}

/** Writes a new word in place of what stands. */
export async function writeHold(
  ctx: Context,
  person: PersonRow,
  {
    automation,
    until,
    reason,
  }: { automation: AutomationName; until: string | null; reason?: string | null | undefined },
): Promise<void> {
  await liftHolds(ctx, person, automation)
  await ctx.tx.rows(sql`
    insert into automation_hold (id, person_id, automation, since, until, reason, by_person)
    values (${newId(ctx.at)}::uuid, ${person.id}::uuid, ${automation}, ${ctx.at}, ${until}::date, ${reason ?? null}, ${ctx.principal.personId}::uuid)`)
  ctx.audit({ ...changeOf(person), after: { automation, held: true, until }, ...(reason && { reason }) })
}
