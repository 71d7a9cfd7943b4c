/** The process is killed in the middle of a commit; after the next start every row is there exactly once. Source: IMP-4. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import superjson from 'superjson'
import { story } from './acting.ts'

const ROWS = Number(process.env['CRASH_ROWS'] ?? 3000)
const KILLS = Number(process.env['CRASH_KILLS'] ?? 2)
const PORT = 4393
const origin = `http://127.0.0.1:${PORT}`
const folder = mkdtempSync(join(tmpdir(), 'ministry-crash-'))
let server: ChildProcess | undefined

async function start() {
  server = spawn(process.execPath, [join(import.meta.dirname, '..', 'server.ts')], {
    env: { ...process.env, PORT: String(PORT), DATA_DIR: folder },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  for (let i = 0; i < 300; i++) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(200)
  }
  throw new Error('The server did not become ready')
}
const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()))

let cookie = ''
async function call<T>(path: string, input: unknown, method: 'GET' | 'POST' = 'GET'): Promise<T> {
  const body = JSON.stringify(superjson.serialize(input))
  const url = `${origin}/api/trpc/${path}${method === 'GET' ? `?input=${encodeURIComponent(body)}` : ''}`
  const response = await fetch(url, {
    method,
    headers: { cookie, ...(method === 'POST' && { 'content-type': 'application/json' }) },
    ...(method === 'POST' && { body }),
  })
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  return superjson.deserialize(((await response.json()) as { result: { data: never } }).result.data)
}

interface View {
  state: string
  doneRows: number
  columns: { field: string | null }[]
  settings: object
  result: { created: number; failed: number } | null
}
const look = (id: string) => call<View>('imports.get', { id })
async function until(id: string, when: (view: View) => boolean) {
  for (let i = 0; i < 3000; i++) {
    const view = await look(id)
    if (when(view)) return view
    if (view.state === 'failed') throw new Error(JSON.stringify(view))
    await sleep(100)
  }
  throw new Error('It took too long')
}

test.afterAll(async () => {
  if (server && server.exitCode === null) {
    const gone = ended(server)
    server.kill('SIGTERM')
    await gone
  }
  rmSync(folder, { recursive: true, force: true })
})

test('kill -9 in the middle of a commit loses no row and repeats none', async () => {
  test.setTimeout(600_000)
  const { nodeId, username } = story.accounts['campus-administrator']
  await start()
  const { token } = await call<{ token: string }>(
    'accounts.signIn',
    { login: username, password: story.password },
    'POST',
  )
  cookie = `session=${token}`
  const totalOf = async () => (await call<{ total: number }>('people.list', { nodeId })).total
  const before = await totalOf()
  const lines = Array.from({ length: ROWS }, (_, i) => `Crash${i % 50} Test${i},crash${i}@example.com`)
  const { id } = await call<{ id: string }>(
    'imports.upload',
    { nodeId, fileName: 'crash.csv', content: `Name,Email\n${lines.join('\n')}\n` },
    'POST',
  )
  const { columns, settings } = await look(id)
  await call('imports.map', { id, fields: columns.map(({ field }) => field), settings }, 'POST')
  await until(id, ({ state }) => state === 'planned')
  await call('imports.commit', { id }, 'POST')
  for (let kill = 1; kill <= KILLS; kill++) {
    await until(id, ({ doneRows, state }) => state === 'done' || doneRows >= (ROWS * kill) / (KILLS + 2))
    const gone = ended(server!)
    server!.kill('SIGKILL')
    await gone
    await start()
  }
  const { result } = await until(id, ({ state }) => state === 'done')
  expect(result).toMatchObject({ created: ROWS, failed: 0 })
  expect((await totalOf()) - before).toBe(ROWS)
})
