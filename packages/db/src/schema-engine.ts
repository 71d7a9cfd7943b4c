/**
 * Prisma's schema engine (migrate, diff) as npm has it in WebAssembly, over the pg adapter: no binary is downloaded.
 * Used by the Prisma CLI through tools/schema-engine.ts and in process by migrate.ts.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  ColumnTypeEnum,
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlQuery,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg, { type FieldDef, type Pool, type QueryArrayResult } from 'pg'

const lastPanic: { message?: string } = {}
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => void (lastPanic.message = message) },
})
/** What the engine said when it last panicked, if it did. */
export const panicMessage = () => lastPanic.message

/** The same server and user, another database. */
export const urlOf = (url: string, database: string) => {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(database)}`
  return other.href
}

async function instantiate() {
  // Not import.meta.resolve: vitest's module runner has none.
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const module = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'))
  const imports = { './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports }
  const { instance } = await WebAssembly.instantiate(module, imports)
  bindings.__wbg_set_wasm(instance.exports)
  ;(instance.exports['__wbindgen_start'] as () => void)()
}
const loaded: { once?: Promise<void> } = {}

/** Opens the engine on a database; `datamodels` are schema files where a command compares against them. */
export async function openEngine(url: string, datamodels?: [path: string, content: string][]) {
  await (loaded.once ??= instantiate())
  // A single connection, because the engine's advisory lock lives and dies with the session that took it.
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const engine = await bindings.SchemaEngine.new(
    { datamodels },
    () => {},
    bindMigrationAwareSqlAdapterFactory(new EngineAdapterFactory(pool, url)),
  )
  return {
    engine,
    async close() {
      engine.free()
      await pool.end()
    },
  }
}

/** PrismaPg lacks three things that the schema engine needs: "char" columns, whole scripts, a shadow database of its own. */
class EngineAdapterFactory extends PrismaPg {
  readonly #url: string

  constructor(pool: Pool, url: string) {
    super(pool)
    this.#url = url
  }

  override async connect() {
    return suitForEngine(await super.connect())
  }

  override async connectToShadowDb() {
    const name = `shadow_${crypto.randomUUID().replaceAll('-', '')}`
    const main = await this.connect()
    await main.executeScript(`create database "${name}"`)
    const shadowUrl = urlOf(this.#url, name)
    const pool = new pg.Pool({ connectionString: shadowUrl, max: 1 })
    const shadow = await new EngineAdapterFactory(pool, shadowUrl).connect()
    shadow.dispose = async () => {
      await pool.end()
      await main.executeScript(`drop database "${name}" with (force)`)
    }
    return shadow
  }
}

interface AdapterInternals {
  client: Pool
  performIO(query: SqlQuery): Promise<QueryArrayResult>
  onError(error: unknown): never
}
const CHAR_TYPE = 18
const TEXT_TYPE = 25

function suitForEngine<T extends SqlDriverAdapter>(published: T): T {
  const adapter = published as T & AdapterInternals
  const performIO = adapter.performIO.bind(adapter)
  const queryRaw = adapter.queryRaw.bind(adapter)
  const charColumns = new WeakMap<SqlQuery, boolean[]>()
  adapter.performIO = async (query) => {
    const result = await performIO(query)
    charColumns.set(
      query,
      result.fields.map((field: FieldDef) => field.dataTypeID === CHAR_TYPE),
    )
    for (const field of result.fields) if (field.dataTypeID === CHAR_TYPE) field.dataTypeID = TEXT_TYPE
    return result
  }
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query)
    const isChar = charColumns.get(query) ?? []
    const columnTypes = result.columnTypes.map((type, i) => (isChar[i] ? ColumnTypeEnum.Character : type))
    return { ...result, columnTypes }
  }
  adapter.executeScript = async (script) => {
    try {
      await adapter.client.query(script)
    } catch (error) {
      adapter.onError(error)
    }
  }
  return adapter
}
