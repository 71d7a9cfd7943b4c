/** What of a living movement isn't somebody's: rows, their identifiers, and what stands in them. Source: ACS-3, ACS-4. */
import type { createTestDatabase } from '@ministry/db/test'
import { isId } from '@ministry/kernel/id'

/** Tables that belong to the installation, or only count. */
const ofNobody = [
  ...['_prisma_migrations', 'installation', 'name_word', 'population_share', 'throttle', 'sign_watermark'],
  ...['mail_report', 'report_refusal', 'suppression', 'people_count', 'outbox_event', 'person_sweep', 'person_block'],
  ...['person_key', 'person_scope', 'sign_of_life', 'webhook_delivery', 'file_object'],
]
/** Shorter texts are words that anybody uses. */
const SHORTEST = 7

/** The database as its owner sees it. */
type Owner = Awaited<ReturnType<typeof createTestDatabase>>['owner']

export interface Foreign {
  /** Of each table some rows that aren't theirs. */
  ids: Map<string, string[]>
  /** Every identifier of a row that isn't theirs. */
  all: Set<string>
  /** Texts that stand in such rows and nowhere else. */
  texts: Set<string>
  /** What these rows are now, by table. */
  state(): Promise<Map<string, string>>
}

interface Table {
  name: string
  /** Columns that point to another table. */
  links: { column: string; to: string }[]
}

/**
 * Reads, as the database's owner, what isn't of whoever stands at `held` (places, as identifiers) and is `person`: rows of places that
 * are neither below nor above theirs, and what hangs on them. A row that hangs on anything of theirs as well is theirs too.
 */
export async function foreignTo(owner: Owner, held: readonly string[], person: string): Promise<Foreign> {
  const tables = await tablesOf(owner)
  const rows = new Map<string, Record<string, unknown>[]>()
  for (const { name } of tables) rows.set(name, (await owner.query(`select * from "${name}"`)).rows as never)
  const scopes = new Map(rows.get('org_node')!.map((row) => [row['id'] as string, row['scope_ids'] as string[]]))
  const near = (scope: readonly string[]) =>
    scope.some((id) => held.includes(id)) || held.some((id) => scopes.get(id)?.includes(scope.at(-1)!))
  // Some have no identifier of their own.
  const keyOf = ({ name }: Table, row: Record<string, unknown>) =>
    `${name} ${(row['id'] as string | null) ?? JSON.stringify(row)}`
  /** Undecided until what the row hangs on is. */
  const foreign = new Map<string, boolean>()
  const sign = (table: Table, row: Record<string, unknown>): boolean | undefined => {
    if (row['person_id'] === person || (table.name === 'person' && row['id'] === person)) return false
    const said: (boolean | undefined)[] = []
    if (Array.isArray(row['scope_ids']) && row['scope_ids'].length) said.push(!near(row['scope_ids'] as string[]))
    for (const { column, to } of table.links) {
      const id = row[column] as string | null
      if (id) said.push(to === 'org_node' ? scopes.has(id) && !near(scopes.get(id)!) : foreign.get(`${to} ${id}`))
    }
    if (said.includes(false)) return false
    return said.includes(true) ? true : undefined
  }
  for (let pass = 0; pass < 4; pass++)
    for (const table of tables)
      for (const row of rows.get(table.name)!) {
        const is = sign(table, row)
        if (is !== undefined) foreign.set(keyOf(table, row), is)
      }
  // What only others point to (a household, by its members) is whose they are.
  const pointed = new Map<string, boolean[]>()
  for (const table of tables)
    for (const row of rows.get(table.name)!)
      for (const { column, to } of table.links) {
        const is = foreign.get(keyOf(table, row))
        if (row[column] && is !== undefined) {
          const key = `${to} ${row[column] as string}`
          pointed.set(key, [...(pointed.get(key) ?? []), is])
        }
      }
  for (const [key, said] of pointed) if (!foreign.has(key)) foreign.set(key, said.every(Boolean))
  const isForeign = (table: Table, row: Record<string, unknown>) => foreign.get(keyOf(table, row)) === true
  const ids = new Map<string, string[]>()
  const texts = new Set<string>()
  const common = new Set<string>()
  for (const table of tables)
    for (const row of rows.get(table.name)!) {
      const is = isForeign(table, row) && !ofNobody.includes(table.name)
      if (is && isId(String(row['id']))) ids.set(table.name, [...(ids.get(table.name) ?? []), row['id'] as string])
      for (const text of textsIn(row)) (is ? texts : common).add(text)
    }
  for (const text of common) texts.delete(text)
  const state = async () => {
    const found = new Map<string, string>()
    for (const [name, those] of ids) {
      const { rows } = await owner.query<{ hash: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by id), '')) as hash from "${name}" t where id = any ($1)`,
        [those],
      )
      found.set(name, rows[0]!.hash)
    }
    return found
  }
  return { ids, all: new Set([...ids.values()].flat()), texts, state }
}

async function tablesOf(owner: Owner): Promise<Table[]> {
  const names = await owner.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const links = await owner.query<{ table: string; column: string; to: string }>(
    `select c.conrelid::regclass::text as table, a.attname as column, c.confrelid::regclass::text as to
       from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and cardinality(c.conkey) = 1`,
  )
  return names.rows
    .filter(({ name }) => !ofNobody.includes(name))
    .map(({ name }) => ({ name, links: links.rows.filter(({ table }) => table === name) }))
}

/** All texts of a row that could be recognised. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    if (value.length >= SHORTEST && /\p{L}.*[\s@]/u.test(value)) yield value
  } else if (Array.isArray(value)) for (const one of value) yield* textsIn(one)
  else if (value && typeof value === 'object' && !(value instanceof Date) && !Buffer.isBuffer(value))
    for (const one of Object.values(value)) yield* textsIn(one)
}
