/** What must hold for any plan, whoever made it. Source: APR-2, APR-3. */
import type { AskedStep } from './route-oracle.ts'
import type { OracleCase } from './route-tables.ts'

/** The levels of APR-3, written down once more: a plan is judged by nothing that made it. */
const levels: Record<string, number> = {
  'cell-leader': 1,
  'graduate-group-leader': 1,
  'campus-leader': 2,
  'alumni-coordinator': 2,
  'regional-director': 3,
  'national-director': 4,
  'finance-director': 4,
  'board-member': 4,
}

/** What is wrong with the asked steps of a plan for this case; none where all is well. Source: APR-2, APR-3. */
export function faultsOf(
  { chain, boardIds, holders, requesterId, concernedIds }: OracleCase,
  asked: AskedStep[],
): string[] {
  const seats = asked.flatMap(({ act, seats: on }) => on.map((seat) => ({ act, ...seat })))
  const deciding = seats.filter(({ act }) => act === 'decide')
  const ownLevel = Math.max(0, ...holders.map((held) => (held.personId === requesterId ? (levels[held.role] ?? 0) : 0)))
  const needed = Math.min(ownLevel + 1, 4)
  const signers = deciding
    .filter(({ people, quorum }) => people.length === 1 && quorum === 1)
    .map(({ people }) => people[0])

  const faults: string[] = []
  if (deciding.length === 0) faults.push('nobody decides')
  if (new Set(signers).size < signers.length) faults.push('one person is the only one to sign two deciding seats')
  if (asked.some(({ seats: on }) => on.length === 0)) faults.push('a step without seats')
  if (asked.at(-1)?.act !== 'decide') faults.push('the last word is an endorsement')
  for (const { act, seat, nodeId, people, quorum } of seats) {
    const say = (what: string): number => faults.push(`${act} ${seat}: ${what}`)
    if (people.some((person) => person === requesterId || concernedIds.includes(person)))
      say('somebody decides in their own case')
    if (new Set(people).size < people.length) say('somebody stands there twice')
    if (act === 'decide' && (levels[seat] ?? 0) < needed) say('below the requester’s level + 1')
    if (
      people.some(
        (one) => !holders.some((held) => held.personId === one && held.role === seat && held.nodeId === nodeId),
      )
    )
      say('somebody who does not sit there')
    if (seat === 'board-member' ? quorum !== 2 : quorum !== 1) say('another quorum')
    if (seat !== 'board-member' && people.length === 0) say('nobody sits there, and it is not the Board')
    if (
      seat === 'board-member' ? nodeId !== null && !boardIds.includes(nodeId) : !chain.some(({ id }) => id === nodeId)
    )
      say('stands elsewhere')
  }
  const board = deciding.filter(({ seat }) => seat === 'board-member')
  if (board.length > 1) faults.push('the Board is asked twice')
  for (const { people, quorum } of board) {
    const busy = new Set(
      seats
        .filter((one) => one.seat !== 'board-member' && one.people.length === 1 && one.quorum === 1)
        .map((one) => one.people[0]),
    )
    if (people.length >= quorum && people.filter((person) => !busy.has(person)).length < quorum)
      faults.push('the Board has its quorum only with somebody who signs elsewhere')
  }
  const others = deciding.filter(({ seat }) => seat !== 'board-member').map(({ seat, nodeId }) => `${seat}@${nodeId}`)
  if (new Set(others).size < others.length) faults.push('one seat decides twice')
  return faults
}
