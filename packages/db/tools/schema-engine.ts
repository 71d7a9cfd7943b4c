#!/usr/bin/env node
/**
 * Stands in for Prisma's native schema engine, which the CLI would download. Speaks its protocol: JSON-RPC, one message
 * a line, on standard input and output; and `cli can-connect-to-database | create-database | drop-database`.
 */
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openEngine, panicMessage, urlOf } from '../src/schema-engine.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { datamodels: { type: 'string', multiple: true }, datasource: { type: 'string' } },
})
const { url = '' } = JSON.parse(String(values['datasource'] ?? '{}')) as { url?: string }

if (values['version']) console.log('schema-engine (WebAssembly)')
else if (positionals[0] === 'cli') await manageDatabase(positionals[1])
else await serve()

interface Call {
  id: number
  method?: string
  params: Record<string, never>
}

async function serve() {
  const send = (message: object) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const fail = (id: number | undefined, { message, code }: { message: string; code?: string }) => {
    const panic = panicMessage()
    const data = { is_panic: Boolean(panic), message: panic ?? message, error_code: code }
    send({ id, error: { code: 4466, message: 'An error happened.', data } })
  }
  let open: Awaited<ReturnType<typeof openEngine>> | undefined
  let current: number | undefined
  // A panic inside a WebAssembly promise arrives here and nowhere else.
  process.on('uncaughtException', (error) => {
    fail(current, error)
    process.exit(101)
  })
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line) as Call
    if (!method) continue
    current = id
    try {
      const files = values['datamodels'] as string[] | undefined
      open ??= await openEngine(
        url,
        files &&
          (await Promise.all(files.map(async (path) => [path, await readFile(path, 'utf8')] as [string, string]))),
      )
      const engine = open.engine as unknown as Record<string, (params: unknown) => Promise<unknown>>
      // In the WebAssembly build only devDiagnostic fills the cache that these two read the migrations' schema from.
      if (method === 'evaluateDataLoss' || method === 'createMigration')
        await engine['devDiagnostic']!({ migrationsList: params['migrationsList'], filters: params['filters'] })
      const answer = await engine[method === 'getDatabaseVersion' ? 'version' : method]!(params)
      if (method === 'diff') {
        const { stdout, ...result } = answer as { stdout?: string }
        if (stdout) send({ id: `print-${id}`, method: 'print', params: { content: stdout } })
        send({ id, result })
      } else send({ id, result: answer ?? null })
    } catch (error) {
      fail(id, error as Error)
    }
  }
  await open?.close()
  process.exit(0)
}

async function manageDatabase(command: string | undefined) {
  const database = decodeURIComponent(new URL(url).pathname.slice(1))
  const run = async (connectionString: string, sql: string) => {
    const client = new pg.Client({ connectionString })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  try {
    if (command === 'can-connect-to-database') await run(url, 'select 1')
    if (command === 'create-database')
      await run(urlOf(url, 'postgres'), `create database ${pg.escapeIdentifier(database)}`)
    if (command === 'drop-database') {
      await run(urlOf(url, 'postgres'), `drop database ${pg.escapeIdentifier(database)}`)
      console.error('The database was successfully dropped')
    }
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string }
    const known: Record<string, string> = {
      '3D000': 'P1003',
      '28P01': 'P1000',
      '28000': 'P1010',
      ECONNREFUSED: 'P1001',
      ENOTFOUND: 'P1001',
    }
    const fields = { message: message || code, error_code: known[code] }
    process.stderr.write(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`)
    process.exitCode = 1
  }
}
