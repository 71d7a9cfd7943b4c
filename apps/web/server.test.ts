import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Starts the server and waits for its end; what it said, and its exit code. */
async function start(variables: Record<string, string>) {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables }
  const child = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], { env })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { said: said.trim(), code }
}
const folder = () => mkdtempSync(join(tmpdir(), 'ministry-start-'))
const secret = 'x'.repeat(32)

test('a busy port ends in one sentence', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as AddressInfo
  expect(await start({ PORT: String(port), DATA_DIR: folder() })).toEqual({
    code: 1,
    said: `Port ${port} on 127.0.0.1 is in use: stop the other program, or start with another one, for instance PORT=${port + 1} npm start.`,
  })
  taken.close()
})

test('a data folder of another PostgreSQL, or a broken one, ends in one sentence', async () => {
  const dataDir = folder()
  mkdirSync(join(dataDir, 'postgres'))
  writeFileSync(join(dataDir, 'secret'), secret)
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '12\n')
  const other = await start({ PORT: '0', DATA_DIR: dataDir })
  expect(other).toMatchObject({ code: 1, said: expect.stringMatching(/was made by PostgreSQL 12; this is 18\./) })
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n')
  const broken = await start({ PORT: '0', DATA_DIR: dataDir })
  expect(broken).toMatchObject({ code: 1, said: expect.stringMatching(/^The database in \S+ did not start: /) })
  expect(broken.said.split('\n')).toHaveLength(1)
})

test('a DATABASE_URL that leads nowhere ends in one sentence', async () => {
  expect(await start({ PORT: '0', DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/ministry', SECRET: secret })).toEqual({
    code: 1,
    said: "DATABASE_URL can't be used. Nothing answers at 127.0.0.1:1: is PostgreSQL running there?",
  })
})

test('a missing secret ends in one sentence', async () => {
  const { code, said } = await start({ DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/ministry' })
  expect(code).toBe(1)
  expect(said).toMatch(/^SECRET is missing: .*openssl rand -hex 32`\.$/)
})

test('a folder that is in use by another process is left alone', async () => {
  const dataDir = folder()
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'server.ts'])
  writeFileSync(join(dataDir, 'server.pid'), String(other.pid))
  const { code, said } = await start({ PORT: '0', DATA_DIR: dataDir })
  other.kill()
  expect(code).toBe(1)
  expect(said).toContain(`The product runs already from ${dataDir} (process ${other.pid}).`)
})
