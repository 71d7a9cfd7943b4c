/** `pnpm chaos --kills 500`: kills processes at named points and at random; ends with 1 if anything was lost or repeated. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureLogins } from '@ministry/db'
import { migrate } from '@ministry/db/migrate'
import { startPostgres } from '@ministry/db/postgres'
import pg from 'pg'
import { chaos } from '../src/test/chaos.ts'

const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' } } })
const folder = mkdtempSync(join(tmpdir(), 'ministry-chaos-'))
const server = await startPostgres({ dataDir: join(folder, 'data'), database: 'chaos' })
try {
  await migrate(server.url)
  const { executor, relay } = await ensureLogins(server.url, 'chaos')
  const owner = new pg.Pool({ connectionString: server.url, max: 2 })
  const kills = Number(values.kills)
  const result = await chaos({ owner, executorUrl: executor, relayUrl: relay, kills, tell: console.log })
  await owner.end()
  console.log(JSON.stringify(result, null, 2))
  const { repeated, outcomes, rows, effects, expectedEffects, left } = result
  const whole = outcomes['done'] === rows && effects === expectedEffects
  const clean = !repeated.length && !left.jobs && !left.waits && !left.undelivered
  process.exitCode = whole && clean ? 0 : 1
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
