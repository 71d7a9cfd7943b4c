/**
 * Fails unless the migrations, run from nothing, give exactly the schema files: starts a throw-away server, lets Prisma
 * compare, and says what differs.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../src/postgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'ministry-diff-'))
const server = await startPostgres({ dataDir: join(folder, 'data'), database: 'diff', durable: false })
const schema = process.argv[2] ?? '../../prisma/schema'
const { status } = spawnSync(
  'prisma',
  ['migrate', 'diff', '--from-migrations', '../../prisma/migrations', '--to-schema', schema, '--exit-code'],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: server.url },
  },
)
await server.stop()
rmSync(folder, { recursive: true, force: true })
if (status === 2) console.error('The migrations and prisma/schema differ: make a migration of the difference.')
process.exit(status ?? 1)
