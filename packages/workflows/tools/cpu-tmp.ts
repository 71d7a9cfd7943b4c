import { readFileSync, readdirSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { ensureLogins } from '@ministry/db'
import { migrate } from '@ministry/db/migrate'
import { startPostgres } from '@ministry/db/postgres'
import { executorBench } from './bench-executor.ts'
import { graphileBench } from './bench-graphile.ts'
const folder = mkdtempSync('/tmp/cpu-')
const server = await startPostgres({ dataDir: join(folder, 'data'), database: 'bench' })
await migrate(server.url)
const urls = await ensureLogins(server.url, 'bench')
const pgcpu = () => {
  let t = 0
  const root = Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
  for (const p of readdirSync('/proc'))
    if (/^\d+$/.test(p))
      try {
        const s = readFileSync(`/proc/${p}/stat`, 'utf8')
        const f = s.slice(s.lastIndexOf(')') + 2).split(' ')
        if (Number(p) === root || Number(f[1]) === root) t += (Number(f[11]) + Number(f[12])) * 10
      } catch {}
  const f = readFileSync(`/proc/${root}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return t + 0 * Number(f[13])
}
const N = Number(process.argv[2] ?? 2000),
  C = Number(process.argv[3] ?? 16)
for (const [name, open] of [['executor', () => executorBench(urls.executor, C)]] as const) {
  const side = await open()
  await side.perSecond(500)
  const a = pgcpu(),
    n = process.cpuUsage()
  const r = await side.perSecond(N)
  const u = process.cpuUsage(n)
  console.log(
    name,
    r.toFixed(0),
    '/s  node',
    ((u.user + u.system) / 1000 / N).toFixed(3),
    'pg',
    ((pgcpu() - a) / N).toFixed(3),
    'ms per run',
  )
  if (name === 'executor') await side.close()
}
process.exit(0)
