/**
 * `pnpm --filter @ministry/workflows bench`: runs of two steps per second and idle latency, of the embedded executor and of
 * graphile-worker doing the same two steps on the same server in turns, once as it comes and once tuned (local queue,
 * batched completion, which may lose what was done in a crash). `--runs N` per round, `--rounds N`, `--memory N`
 * runs over which the heap must stay flat. Ratios count; absolute figures are the machine's.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureLogins } from '@ministry/db'
import { migrate } from '@ministry/db/migrate'
import { startPostgres } from '@ministry/db/postgres'
import pg from 'pg'
import { executorBench, type Bench } from './bench-executor.ts'
import { heapMegabytes, quantile } from './bench-figures.ts'
import { graphileBench } from './bench-graphile.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '400' },
    rounds: { type: 'string', default: '7' },
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
  // Two of graphile-worker on one database would take each other's jobs.
  const other = new URL('/tuned', server.url).href
  await createDatabase(server.url, 'tuned')
  const sides = {
    executor: () => executorBench(urls.executor, concurrency),
    graphile: () => graphileBench(server.url, concurrency),
    tuned: () => graphileBench(other, concurrency, true),
  }
  const open = new Map<string, Bench>()
  for (const [name, side] of Object.entries(sides)) if (wanted.includes(name)) open.set(name, await side())
  for (const side of open.values()) await side.perSecond(200)
  // Short rounds in turns, so that whatever else the machine does meets all sides alike.
  const speeds = new Map<string, number[]>([...open.keys()].map((name) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, side] of open) speeds.get(name)?.push(await side.perSecond(runs))
  for (const [name, side] of open) {
    const latencies = await side.latencies(30)
    tell(`${name}: idle latency, median`, quantile(latencies, 0.5), 'ms')
    tell(`${name}: idle latency, 95 %`, quantile(latencies, 0.95), 'ms')
    tell(`${name}: runs of two steps, median of ${rounds} rounds`, quantile(speeds.get(name) ?? [], 0.5), 'per second')
  }
  const ours = speeds.get('executor') ?? []
  for (const rival of ['graphile', 'tuned']) {
    const ratios = (speeds.get(rival) ?? []).map((speed, round) => (ours[round] ?? 0) / speed)
    if (ours.length && ratios.length)
      tell(
        `executor / ${rival}, median of ${rounds} pairs`,
        quantile(ratios, 0.5),
        rival === 'graphile' ? 'target ≥ 1.2' : '',
      )
  }
  for (const side of open.values()) await side.close()
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

async function createDatabase(ownerUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
}
