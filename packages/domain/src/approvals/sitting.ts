/** Who could answer where requests wait, by name. Source: APR-1, APR-8. */
import { seatKey } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { namesOf } from './world.ts'

interface Waiting {
  role: string
  nodeId: string | null
  /** Only this person, where the turn was given to them. */
  assignedTo?: string | null
  /** Who has no say in the request. */
  excludedIds?: readonly string[]
}

/** Those who sit at these places of a movement now; tells of a seat that waits who they are. Two statements. In the power of the movement. */
export async function sittingAt(power: Context, movementId: string, seats: readonly Waiting[]) {
  const nodeIds = [...new Set(seats.flatMap(({ nodeId }) => (nodeId ? [nodeId] : [])))]
  const sitting = nodeIds.length
    ? await power.tx.rows<{ personId: string; role: string; nodeId: string }>(sql`
        select person_id as "personId", role, node_id as "nodeId"
          from app.sitting(${movementId}::uuid, ${nodeIds}::uuid[], '{}'::uuid[], ${power.at})`)
    : []
  const given = seats.flatMap(({ assignedTo }) => (assignedTo ? [assignedTo] : []))
  const names = await namesOf(power, [...sitting.map(({ personId }) => personId), ...given])
  return ({ role, nodeId, assignedTo, excludedIds = [] }: Waiting) =>
    (assignedTo
      ? [assignedTo]
      : sitting.filter((one) => seatKey(one.role, one.nodeId) === seatKey(role, nodeId)).map((one) => one.personId)
    )
      .filter((id) => !excludedIds.includes(id))
      .map((id) => ({ id, name: names.get(id) ?? '' }))
}
