/** Fills a database with a movement of realistic size and shape, for measuring. */
import { performance } from 'node:perf_hooks'
import { unavailable } from '@ministry/kernel/errors'
import pg from 'pg'
import { dropIndexes } from './copy-rows.ts'
import { insertRows } from './insert-rows.ts'
import { careTables, writeCare } from './large-care.ts'
import { deriveLists, verifyDerived } from './large-derived.ts'
import { writePeople, writeTree } from './large-load.ts'
import { writeOwnWords } from './large-own-words.ts'
import { largeHandles } from './large-roles.ts'
import { largeId, nodeId, planTree, type LargeSize } from './large-tree.ts'
import { story } from './story.ts'

/** What production is expected to hold, and figures are measured on. */
export const LARGE: LargeSize = { people: 300_000, nodes: 10_000 }
const SAMPLE = 400
const tables = [
  'org_node',
  'node_version',
  'person',
  'membership',
  'membership_state',
  'consent',
  'do_not_contact',
  'role_assignment',
  'person_scope',
  'people_count',
  ...careTables,
]

export interface LargeReport {
  people: number
  nodes: number
  /** Rows of all tables. */
  rows: number
  seconds: number
  /** Seconds of each step, in their order. */
  steps: Record<string, number>
}
export interface LargeOptions extends Partial<LargeSize> {
  /** Makes what is kept of the accounts' one password, which is the demo's. */
  hash: (password: string) => Promise<string>
}

/**
 * Writes the large movement in one transaction, or nothing where it stands already (null). `ownerUrl` must be a superuser's (Unavailable otherwise):
 * triggers stand still while rows come in by COPY, and row-level security is on afterwards as it was before. What triggers
 * keep is written directly and, for a sample, proven equal to what they write.
 */
export async function seedLarge(ownerUrl: string, { hash, ...size }: LargeOptions): Promise<LargeReport | null> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(hashtext($1))', ['ministry-large-seed'])
    const { rowCount } = await client.query('select from org_node where id = $1', [largeHandles.national.nodeId])
    if (rowCount) return null
    await assertSuperuser(client)
    return await load(client, { ...LARGE, ...size }, await hash(story.password))
  } finally {
    await client.end()
  }
}

async function assertSuperuser(client: pg.Client) {
  const { rows } = await client.query<{ may: boolean }>(
    'select rolsuper may from pg_roles where rolname = current_user',
  )
  if (!rows[0]?.may)
    throw unavailable(
      'seed.not-superuser',
      new Error('The large seed needs a superuser: triggers stand still while it loads.'),
    )
}

async function load(client: pg.Client, size: LargeSize, passwordHash: string): Promise<LargeReport> {
  const watch = stopwatch()
  const nodes = planTree(size)
  await client.query('set local session_replication_role = replica')
  await client.query("set local maintenance_work_mem = '512MB'; set local work_mem = '256MB'")
  const definitions = await dropIndexes(client, tables)
  let rows = await writeTree(client, nodes)
  watch.lap('tree')
  rows += await writePeople(client, nodes, size)
  rows += await writeOwnWords(client)
  watch.lap('people')
  rows += await writeCare(client)
  watch.lap('care')
  await deriveLists(client, [nodeId('National', 0), nodeId('National', 1)])
  await client.query('select app.rebuild_name_words()')
  watch.lap('lists')
  for (const definition of definitions) await client.query(definition)
  watch.lap('indexes')
  await client.query('set local session_replication_role = origin')
  await insertRows(client, 'account', Object.values(largeHandles).map(accountRow(passwordHash)))
  await verifyDerived(
    client,
    sampleOf(size.people, (n) => largeId('person', n + 1)),
    sampleOf(nodes.length, (n) => nodes[n]!.id),
  )
  watch.lap('verify')
  await client.query('commit')
  // Marks pages as visible to all, as autovacuum would sooner or later in the middle of a measurement.
  await client.query(`vacuum (analyze) ${tables.join()}, account`)
  watch.lap('vacuum')
  const { rows: counted } = await client.query<{ listed: number }>('select count(*)::int listed from person_scope')
  return { ...size, rows: rows + counted[0]!.listed, ...watch.read() }
}

const accountRow =
  (passwordHash: string) =>
  ({ accountId, personId, username, email }: (typeof largeHandles)['national']) => ({
    id: accountId,
    person_id: personId,
    username,
    email,
    password_hash: passwordHash,
    created_at: `${story.day}T08:00:00Z`,
  })

/** The first few, who have the accounts, and some of all the others. */
const sampleOf = (count: number, pick: (n: number) => string) =>
  Array.from({ length: Math.min(count, SAMPLE) }, (_, n) =>
    n < 10 ? n : Math.floor((n * count) / Math.min(count, SAMPLE)),
  ).map(pick)

function stopwatch() {
  const began = performance.now()
  const steps: Record<string, number> = {}
  let last = began
  const seconds = (from: number) => Math.round(performance.now() - from) / 1000
  return {
    lap(step: string) {
      steps[step] = seconds(last)
      last = performance.now()
    },
    read: () => ({ seconds: seconds(began), steps }),
  }
}
