/** Giving a turn to somebody else: who may take it. Source: APR-2. */
import { rolesFrom, type Seat } from '@ministry/access'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import type { StoredSeat } from './case-row.ts'
import { levelOf } from './seat-places.ts'
import type { Standing } from './standing.ts'
import { sayOf } from './sign.rules.ts'

/** Names in a picker at most. */
const SHOWN = 20
/** More than anybody looks through, where one is asked for by identifier. */
const ALL = 100_000

export interface Taker {
  id: string
  name: string
}
/** Where somebody is looked for, and what they must hold there. */
export interface Sought {
  near: readonly string[]
  /** Of the seat that is given: whoever takes it holds one as high. */
  level: number
  without?: readonly string[]
}
/**
 * People with a seat of the level at these places or below who can sign in, without these. By name where `search` says one. In the
 * power of the movement. Source: APR-2.
 */
export const takers = async (power: Context, { near, level, without = [] }: Sought, search = ''): Promise<Taker[]> =>
  (
    await power.tx.rows<Taker>(sql`
      select person_id as id, name
        from app.role_holders(${[...near]}::uuid[], ${rolesFrom(level)}::text[], ${search}, ${power.at}, ${SHOWN + without.length})`)
  )
    .filter(({ id }) => !without.includes(id))
    .slice(0, SHOWN)

/** Throws RuleBroken unless the person is among those who may take a turn. */
export async function assertTaker(
  power: Context,
  { near, level, without = [] }: Sought,
  id: string,
  code: string,
): Promise<void> {
  const [sits] = await power.tx.rows<{ sits: boolean }>(sql`
    select exists (select from app.role_holders(${[...near]}::uuid[], ${rolesFrom(level)}::text[], '', ${power.at}, ${ALL}) h
                    where h.person_id = ${id}::uuid) as sits`)
  if (!sits?.sits || without.includes(id)) throw ruleBroken(code)
}

/**
 * Who may take the turn of this seat: near by, of its level; nobody whom the case concerns or who was heard, by any record of theirs,
 * nor who answers another seat of the chain.
 */
export async function takersOf(
  power: Context,
  { row, seats, votes, world, barred }: Standing,
  seat: StoredSeat,
): Promise<Sought> {
  const heard = votes.flatMap((vote) => [vote.personId, sayOf(vote)])
  const others = seats.filter(({ id, state }) => id !== seat.id && ['waiting', 'open', 'signed'].includes(state))
  const beside = world.holders.filter(({ role, nodeId }) =>
    others.some((other) => other.role === role && other.nodeId === nodeId),
  )
  const given = others.flatMap(({ assignedTo }) => (assignedTo ? [assignedTo] : []))
  return {
    near: await nearSeat(power, seat.nodeId, row.scopeIds[0]!),
    level: levelOf(seat.role as Seat),
    without: [...barred, ...heard, ...beside.map(({ personId }) => personId), ...given],
  }
}

/** Where those stand who may take a turn of this seat: in the place above it, and all below that. */
async function nearSeat(power: Context, nodeId: string | null, movementId: string): Promise<string[]> {
  if (nodeId === null) return [movementId]
  const node = await power.tx.prisma.orgNode.findUnique({ where: { id: nodeId }, select: { parentId: true } })
  return [node?.parentId ?? movementId]
}
