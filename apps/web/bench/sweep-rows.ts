/** Row 13: everybody is compared with whom they may be, and then only who was changed. Source: PPL-5. */
import { systemCaller } from '@ministry/domain'
import { sweepDuplicates } from '@ministry/domain/people'
import { largeHandles } from '@ministry/seed'
import { median, timed } from './measure.ts'
import type { Measured } from './rows.ts'
import type { Stage } from './stage.ts'

const CHANGES = 20

/** The first sweep over the movement, as on the day of an upgrade, and the later ones of a single change. */
export async function duplicateSweep({ product, owner }: Stage): Promise<Measured[]> {
  const movementId = largeHandles.national.nodeId
  const caller = systemCaller([movementId], 'workflow:bench')
  const sweep = async (after?: string) =>
    sweepDuplicates.call(product.services, caller, { movementId, take: 1000, ...(after && { after }) })
  await owner.query('truncate person_to_sweep, person_sweep, person_block, population_share, duplicate_pair')
  await owner.query(
    'insert into person_to_sweep (movement_id, person_id) select home_ids[1], id from person where home_ids[1] = $1 order by id',
    [movementId],
  )
  let people = 0
  let pairs = 0
  const cpu = process.cpuUsage()
  const first = await timed(async () => {
    for (let after: string | undefined, more = true; more;) {
      const { next, ...found } = await sweep(after)
      people += found.people
      pairs += found.pairs
      more = next !== null
      after = next ?? undefined
    }
  })
  const { user, system } = process.cpuUsage(cpu)
  const later: number[] = []
  const { rows } = await owner.query<{ id: string }>(
    'select id from person where home_ids[1] = $1 order by md5(id::text) limit $2',
    [movementId, CHANGES],
  )
  for (const { id } of rows) {
    await owner.query('update person set version = version + 1 where id = $1', [id])
    later.push(await timed(() => sweep()))
  }
  return [
    {
      row: '13a',
      measure: `first sweep for duplicates over ${people} people, minutes`,
      value: first / 60_000,
      target: '≤ 10',
      good: first <= 600_000,
      note: `${Math.round((people / first) * 1000)} people/s, ${pairs} pairs; ${((user + system) / 60e6).toFixed(1)} min of it by this process`,
    },
    {
      row: '13b',
      measure: 'a sweep of one change, p50, ms',
      value: median(later),
      target: '≤ 100',
      good: median(later) <= 100,
      note: `at most ${Math.max(...later).toFixed(1)} ms`,
    },
  ]
}
