/** Row 4: the same acts on a small and on a large movement. */
import { join } from 'node:path'
import { largeHandles } from '@ministry/seed'
import { median, timed } from './measure.ts'
import type { Measured } from './rows.ts'
import { openStage } from './stage.ts'

type Acts = Record<'list' | 'detail' | 'search', number>

async function measure(folder: string, people: number, pairs: number): Promise<Acts> {
  const stage = await openStage(folder, { people, nodes: Math.max(300, Math.round(people / 30)) })
  try {
    const { accountId, nodeId } = largeHandles.national
    const session = await stage.sessionOf(accountId)
    const { rows } = await stage.owner.query<{ id: string; name: string }>(
      'select id, name from person where home_node_id is not null order by md5(id::text) limit 50',
    )
    const acts = {
      list: () => stage.call('people.list', { nodeId }, session),
      detail: (i: number) => stage.call('people.get', { id: rows[i % rows.length]!.id }, session),
      search: (i: number) => stage.call('people.search', { nodeId, term: rows[i % rows.length]!.name }, session),
    }
    const medians = {} as Acts
    for (const [name, act] of Object.entries(acts)) {
      const times: number[] = []
      for (let i = -20; i < pairs; i++) {
        const time = await timed(() => act(Math.abs(i)))
        if (i >= 0) times.push(time)
      }
      medians[name as keyof Acts] = median(times)
    }
    return medians
  } finally {
    await stage.close()
  }
}

/** Growth of list, detail and search from the small to the large movement. */
export async function growth(folder: string, [small, large]: [number, number], pairs: number): Promise<Measured[]> {
  const [a, b] = [
    await measure(join(folder, 'small'), small, pairs),
    await measure(join(folder, 'large'), large, pairs),
  ]
  return (Object.keys(a) as (keyof Acts)[]).map((act) => {
    const limit = act === 'search' ? 8 : 1.5
    const value = b[act] / a[act]
    return {
      row: '4',
      measure: `growth of ${act}, ${small} → ${large} people`,
      value,
      target: `≤ ${limit}`,
      good: value <= limit,
      note: `${a[act].toFixed(2)} → ${b[act].toFixed(2)} ms`,
    }
  })
}
