/** Giving a turn to somebody else: who may take it. Source: APR-2. */
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'

/** Names in a picker at most. */
const SHOWN = 20
/** More than anybody looks through, where one is asked for by identifier. */
const ALL = 100_000

export interface Taker {
  id: string
  name: string
}
/**
 * People with a seat at these places or below who can sign in, without these. By name where `search` says one. In the power of the
 * movement. Source: APR-2.
 */
export const takers = async (
  power: Context,
  near: readonly string[],
  { search = '', without = [], all = false }: { search?: string; without?: readonly string[]; all?: boolean },
): Promise<Taker[]> =>
  (
    await power.tx.rows<Taker>(sql`
      select person_id as id, name from app.role_holders(${[...near]}::uuid[], ${search}, ${power.at}, ${all ? ALL : SHOWN + without.length})`)
  )
    .filter(({ id }) => !without.includes(id))
    .slice(0, all ? ALL : SHOWN)

/** Throws RuleBroken unless the person is among those who may take a turn. */
export async function assertTaker(
  power: Context,
  near: readonly string[],
  id: string,
  without: readonly string[],
  code: string,
): Promise<void> {
  const [sits] = await power.tx.rows<{ sits: boolean }>(sql`
    select exists (select from app.role_holders(${[...near]}::uuid[], '', ${power.at}, ${ALL}) h where h.person_id = ${id}::uuid) as sits`)
  if (!sits?.sits || without.includes(id)) throw ruleBroken(code)
}

/** Where those stand who may take a turn of this seat: in the place above it, and all below that. */
export async function nearSeat(power: Context, nodeId: string | null, movementId: string): Promise<string[]> {
  if (nodeId === null) return [movementId]
  const node = await power.tx.prisma.orgNode.findUnique({ where: { id: nodeId }, select: { parentId: true } })
  return [node?.parentId ?? movementId]
}
