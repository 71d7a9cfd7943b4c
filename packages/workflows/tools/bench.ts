/**
 * `pnpm --filter @ministry/workflows bench`: runs of two steps per second and idle latency, of the embedded executor and of
 * graphile-worker doing the same two steps on the same server in turns. `--runs N` per round, `--rounds N`, `--memory N`
 * runs over which the heap must stay flat. Ratios count; absolute figures are the machine's.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureLogins } from '@ministry/db'
import { migrate } from '@ministry/db/migrate'
import { startPostgres } from '@ministry/db/postgres'
import { executorBench } from './bench-executor.ts'
import { heapMegabytes, quantile } from './bench-figures.ts'
import { graphileBench } from './bench-graphile.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    memory: { type: 'string', default: '4000' },
    concurrency: { type: 'string', default: '16' },
    only: { type: 'string', default: 'executor,graphile,tuned' },
  },
})
const [runs, rounds, memory, concurrency] = [values.runs, values.rounds, values.memory, values.concurrency].map(
  Number,
) as [number, number, number, number]
const wanted = values.only.split(',')
const folder = mkdtempSync(join(tmpdir(), 'ministry-bench-'))
const server = await startPostgres({ dataDir: join(folder, 'data'), database: 'bench' })
const tell = (measure: string, value: number | string, note = '') =>
  console.log(`${measure.padEnd(62)} ${(typeof value === 'number' ? value.toFixed(2) : value).padStart(9)}  ${note}`)

try {
  await migrate(server.url)
  const urls = await ensureLogins(server.url, 'bench')
  const sides = {
    executor: () => executorBench(urls.executor, concurrency),
    graphile: () => graphileBench(server.url, concurrency),
    tuned: () => graphileBench(server.url, concurrency, true),
  }
  const best: Record<string, number> = {}
  for (let round = 0; round < rounds; round++)
    for (const [name, open] of Object.entries(sides)) {
      if (!wanted.includes(name)) continue
      const side = await open()
      await side.perSecond(100)
      best[name] = Math.max(best[name] ?? 0, await side.perSecond(runs))
      if (round === rounds - 1) {
        const latencies = await side.latencies(30)
        tell(`${name}: idle latency, median`, quantile(latencies, 0.5), 'ms')
        tell(`${name}: idle latency, 95 %`, quantile(latencies, 0.95), 'ms')
      }
      await side.close()
    }
  for (const [name, value] of Object.entries(best)) tell(`${name}: runs of two steps`, value, 'per second')
  if (best['executor'] && best['graphile'])
    tell('executor / graphile-worker', best['executor'] / best['graphile'], 'target ≥ 1.2')
  if (memory > 0 && wanted.includes('executor')) {
    const side = await executorBench(urls.executor, concurrency)
    await side.perSecond(Math.min(memory, 2_000))
    const before = heapMegabytes()
    const perSecond = await side.perSecond(memory)
    const after = heapMegabytes()
    tell(
      `heap after ${memory} more runs`,
      after - before,
      `MB more than ${before.toFixed(1)} (${perSecond.toFixed(0)}/s)`,
    )
    await side.close()
  }
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
