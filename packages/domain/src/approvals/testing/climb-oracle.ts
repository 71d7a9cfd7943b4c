/**
 * Where a seat goes while a case is under way, told a second time: the ladder of the seat, without what was left already, and the
 * first rung that can answer. Shares no line with the engine it judges. Source: APR-2, APR-3.
 */
import { counterparts, ladders, standsAt, type OracleCase } from './route-tables.ts'

export interface ClimbCase {
  world: Pick<OracleCase, 'chain' | 'boardIds' | 'holders'>
  /** The ladder on which the case goes up, and how far it has come. */
  start: string
  come: number
  why: string
  quorum: number
  excluded: readonly string[]
  heard: readonly string[]
  /** `role@node` of seats that decide beside. */
  taken: readonly string[]
}

/** The rungs of a ladder as they are called on this chain. */
export function rungsOf({ world, start }: Pick<ClimbCase, 'world' | 'start'>): string[] {
  const graduate = world.chain.some(({ kind }) => kind === 'GraduateNetwork')
  return ladders[start]!.map((rung) => (graduate ? (counterparts[rung] ?? rung) : rung))
}

/** The node of a rung on this chain. */
export const placeOf = (rung: string, { chain, boardIds }: ClimbCase['world']): string | null =>
  rung === 'board-member'
    ? (boardIds.toSorted()[0] ?? null)
    : (chain.find(({ kind }) => kind === standsAt[rung])?.id ?? null)

/** Who answers next, with why each seat before doesn't; null where nothing stands above. */
export function oracleClimb(
  one: ClimbCase,
): { seat: string; nodeId: string | null; quorum: number; codes: string[] } | null {
  const { world, why, quorum, excluded, heard, taken } = one
  const codes = [why]
  for (const rung of rungsOf(one).slice(one.come + 1)) {
    const nodeId = placeOf(rung, world)
    if (rung === 'board-member') return { seat: rung, nodeId, quorum: 2, codes }
    const sitting = new Set(
      world.holders.filter((held) => held.role === rung && held.nodeId === nodeId).map((held) => held.personId),
    )
    const strangers = [...sitting].filter((person) => !excluded.includes(person))
    const free = strangers.filter((person) => !heard.includes(person))
    if (nodeId === null) codes.push('no-place')
    else if (taken.includes(`${rung}@${nodeId}`)) codes.push('twice')
    else if (free.length >= quorum) return { seat: rung, nodeId, quorum, codes }
    else codes.push(sitting.size === 0 ? 'empty' : strangers.length === 0 ? 'own' : 'twice')
  }
  return null
}
