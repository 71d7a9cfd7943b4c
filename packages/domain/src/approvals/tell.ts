/** News and mails of a case, written in the transaction of what happened. Source: APR-1 (notification), APR-8, MSG-3. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { queueMail } from '../mail.ts'
import { notifyAll, type NewsKind } from '../notify.ts'
import type { CaseRow } from './case-row.ts'
import { namesOf } from './world.ts'

type Told = Extract<NewsKind, `request-${string}`>
/** News that wait for an answer of whoever gets them. */
export const asking = [
  'request-your-turn',
  'request-reminder',
  'request-escalated',
  'request-given',
] as const satisfies Told[]
type Known = Pick<CaseRow, 'id' | 'kind' | 'nodeId' | 'scopeIds' | 'personId' | 'revision'>

/** Tells people of a case: in the app, and by mail with a link to the page on which they decide or read. Nothing is decided by a link. */
export async function tell(power: Context, row: Known, kind: Told, personIds: readonly string[], key: string) {
  const to = [...new Set(personIds)]
  if (to.length === 0) return
  await notifyAll(
    power,
    to.map((personId) => ({
      ...{ personId, kind, nodeId: row.nodeId, aboutId: row.id, facts: { kind: row.kind } },
      dedupeKey: `${kind}:${key}:${personId}`,
    })),
  )
  const people = await power.tx.rows<{ personId: string; email: string; name: string; movement: string }>(sql`
    select c.person_id as "personId", c.email, n.name, m.name as movement
      from app.approval_names(${to}::uuid[]) n join account c on c.person_id = n.id and c.deactivated_at is null
      join org_node m on m.id = ${row.scopeIds[0]!}::uuid`)
  const requester = (await namesOf(power, [row.personId])).get(row.personId) ?? ''
  for (const { personId, email, name, movement } of people)
    await queueMail(power, {
      ...{ to: email, personId, node: { scopeIds: row.scopeIds }, template: kind },
      fields: { movement, name, requester, request: row.kind, link: `${power.services.origin}/cases/${row.id}` },
    })
}

/** Tells whoever may answer a seat, and their deputies, that it is their turn. */
export const tellTurn = (
  power: Context,
  row: Known,
  { id }: { id: string },
  asked: readonly { id: string; deputyId: string | null }[],
  kind: Told = 'request-your-turn',
) =>
  tell(
    power,
    row,
    kind,
    asked.flatMap(({ id, deputyId }) => (deputyId ? [id, deputyId] : [id])),
    id,
  )

/** Tells the requester what has become of the case. */
export const tellRequester = (power: Context, row: Known, kind: Told) =>
  tell(power, row, kind, [row.personId], `${row.id}:${row.revision}`)
