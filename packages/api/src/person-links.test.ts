/** Everything that points at a person is linked, or says why not: the Prisma schema and the database's own catalogue are walked. */
import { readdirSync, readFileSync } from 'node:fs'
import { createTestDatabase } from '@ministry/db/test'
import { expect, test } from 'vitest'
import { personLinks } from './registry.ts'

const { owner } = await createTestDatabase()
const linked = new Set(personLinks.map(({ table, column }) => `${table}.${column}`))
const howTo = 'declare it in the <capability>.links.ts (people/README.md says how)'

/** Ids of other things than people, by their names; whatever else is a uuid may be a person. */
const otherThings =
  /^(id|came_from|(about|scope|home|file|tag|from|to)_ids|(\w+_)?(node|account|ancestor|attempt|batch|bulk|case|digest|event|field|file|home_node|import|made|mail|membership|merge|movement|network|pair|parent|person_merge|photo|run|seat|tag|template|transfer|view)_id)$/
/** JSON that has no person in it. */
const withoutPeople = [
  'approval_case.definition',
  'approval_route.definition',
  'approval_seat.because',
  'automation_act.values',
  'automation_setting.numbers',
  'bulk_act.problem',
  'custom_field.options',
  'duplicate_pair.reasons',
  'import.mapping',
  'import.options',
  'import.plan',
  'import.problem',
  'import.result',
  'import.source',
  'import.undo',
  'import_mapping.mapping',
  'import_mapping.merging',
  'mail_report.detail',
  'org_node.calendar',
  'person.custom',
  'people_view.filter',
  'people_view.order',
]

const columns = (
  await owner.query<{ table: string; column: string; type: string; refers: string | null }>(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, f.confrelid::regclass::text as refers
      from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') join pg_namespace n on n.oid = c.relnamespace
      left join pg_constraint f on f.contype = 'f' and f.conrelid = c.oid and f.conkey = array[a.attnum]
     where n.nspname = 'public' and a.attnum > 0 and not a.attisdropped`)
).rows
const nameOf = ({ table, column }: { table: string; column: string }) => `${table}.${column}`

test('every column that may hold a person’s id is linked', () => {
  const ids = columns.filter(
    ({ type, column, refers }) =>
      type.startsWith('uuid') && (refers === 'person' || (refers === null && !otherThings.test(column))),
  )
  expect(ids.length).toBeGreaterThan(40)
  expect(
    ids.map(nameOf).filter((name) => !linked.has(name)),
    howTo,
  ).toEqual([])
})

test('every JSON column is linked, or known to have nobody in it', () => {
  const json = columns.filter(({ type }) => type.startsWith('json')).map(nameOf)
  expect(
    json.filter((name) => !linked.has(name) && !withoutPeople.includes(name)),
    howTo,
  ).toEqual([])
  expect(withoutPeople.filter((name) => !json.includes(name))).toEqual([])
})

test('no JSON column of the story has a person in it but those', async () => {
  for (const name of withoutPeople) {
    const [table, column] = name.split('.')
    const { rows } = await owner.query(
      `select 1 from "${table}" t join person p on position(p.id::text in t."${column}"::text) > 0 limit 1`,
    )
    expect(rows, name).toEqual([])
  }
})

test('every relation to Person in the schema is linked', () => {
  const folder = new URL('../../../prisma/schema/', import.meta.url)
  const found: string[] = []
  for (const file of readdirSync(folder))
    for (const [, body = ''] of readFileSync(new URL(file, folder), 'utf8').matchAll(/^model \w+ \{\n(.*?)^\}/gms)) {
      const table = /@@map\("(\w+)"\)/.exec(body)?.[1]
      for (const [, field] of body.matchAll(/^\s+\w+\s+Person\??\s+@relation\([^)]*fields: \[(\w+)\]/gm)) {
        const column = new RegExp(`^\\s+${field}\\s.*@map\\("(\\w+)"\\)`, 'm').exec(body)?.[1] ?? field
        found.push(`${table}.${column}`)
      }
    }
  expect(found.length).toBeGreaterThan(15)
  expect(
    found.filter((name) => !linked.has(name)),
    howTo,
  ).toEqual([])
})

test('links speak of columns that there are, each once', () => {
  const there = new Set(columns.map(nameOf))
  expect([...linked].filter((name) => !there.has(name))).toEqual([])
  expect(personLinks).toHaveLength(linked.size)
  const type = new Map(columns.map((column) => [nameOf(column), column.type]))
  expect(personLinks.filter((link) => link.merge === 'moves' && type.get(nameOf(link)) !== 'uuid')).toEqual([])
})

test('what a person has once is moved by what makes it so', async () => {
  const { rows } = await owner.query<{ table: string; columns: string[] }>(`
    select c.relname as table, array_agg(a.attname::text order by a.attname) as columns
      from pg_index i join pg_class c on c.oid = i.indrelid cross join unnest(i.indkey) k(n)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n
     where i.indisunique and i.indpred is null and i.indexprs is null group by i.indexrelid, c.relname`)
  for (const link of personLinks) {
    if (link.merge !== 'moves') continue
    const unique = rows.filter(({ table, columns }) => table === link.table && columns.includes(link.column))
    for (const { columns } of unique)
      expect([...(link.once ?? ['-']), link.column].sort(), nameOf(link)).toEqual(columns)
  }
})

test('the merge may carry what it is told to carry', async () => {
  const tables = personLinks.flatMap(({ table, merge }) => (merge === 'stays' ? [] : [table]))
  const { rows } = await owner.query<{ table: string }>(
    `select t as table from unnest($1::text[]) t
      where not has_table_privilege('ministry_keeper', t, 'select') or not has_table_privilege('ministry_keeper', t, 'update')`,
    [tables],
  )
  expect(rows, 'grant select and update to ministry_keeper, with its policy').toEqual([])
})
