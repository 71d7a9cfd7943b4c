/** The database at the start: embedded or given, brought up to date, with a login for each duty. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { assertBound, ensureLogins, type DutyUrls } from '@ministry/db'
import { migrate } from '@ministry/db/migrate'
import { unavailable } from '@ministry/kernel/errors'
import { assertReachable, startPostgres } from '@ministry/db/postgres'
import type { Product } from '@ministry/api'
import type { Clock } from '@ministry/kernel/calendar'
import type { Environment } from './environment.ts'

export interface Store {
  urls: DutyUrls
  /** Whether the demo movement is in it. */
  demo: boolean
  /** Lets the demo's past happen; present where it was planted just now. */
  enliven: ((services: Product['services'], clock: Clock) => Promise<void>) | undefined
  close(): Promise<void>
}

/** Opens the store; throws Unavailable with one clear sentence. */
export async function openStore({ databaseUrl, dataDir, secret, demo }: Environment): Promise<Store> {
  const release = databaseUrl ? () => {} : claimFolder(dataDir)
  const server = databaseUrl
    ? undefined
    : await startPostgres({ dataDir: join(dataDir, 'postgres'), database: 'ministry' })
  const close = async () => {
    await server?.stop()
    release()
  }
  try {
    const ownerUrl = databaseUrl ?? server!.url
    await assertReachable(ownerUrl)
    await migrate(ownerUrl)
    const urls = await ensureLogins(ownerUrl, secret)
    await assertBound(urls.app)
    const planted = demo && (await (await import('./demo/index.ts')).seed(ownerUrl, secret))
    const enliven: Store['enliven'] = async (services, clock) =>
      (await import('./demo/enliven.ts'))
        .enliven(services, ownerUrl, clock)
        // A tour without a past is still a tour.
        .catch((error: unknown) => console.error('The demo’s past is not whole:', error))
    return { urls, demo, enliven: planted ? enliven : undefined, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** One process per data folder: a second one would stop the first one's database. */
function claimFolder(dataDir: string) {
  const file = join(dataDir, 'server.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  if (pid && pid !== process.pid && isServer(pid))
    throw unavailable(
      'data.in-use',
      new Error(
        `The product runs already from ${dataDir} (process ${pid}). Stop that one, or name another folder with DATA_DIR.`,
      ),
    )
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, String(process.pid))
  return () => rmSync(file, { force: true })
}

/** Whether the process lives and is a server of ours: after a crash the number may belong to somebody else. */
function isServer(pid: number) {
  try {
    process.kill(pid, 0)
    const command = `/proc/${pid}/cmdline`
    return !existsSync(command) || readFileSync(command, 'utf8').includes('server.ts')
  } catch {
    return false
  }
}
