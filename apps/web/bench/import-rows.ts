/** Row 7: a file of people through the whole import, against the same people by COPY into a staging table and plain SQL. */
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCaller } from '@ministry/api'
import type { Caller } from '@ministry/domain'
import { largeHandles } from '@ministry/seed'
import { from } from 'pg-copy-streams'
import { timed } from './measure.ts'
import type { Measured } from './rows.ts'
import type { Stage } from './stage.ts'

const heading = 'First name,Last name,Email,Phone,Birth date,City,Institution,Expected graduation\n'
const given = ['Amina', 'José', 'Wei', 'Kofi', 'Łucja', 'Nguyễn', 'Fatou', 'Björn', 'Mei', 'Tomás']
function* lines(count: number, seed: string) {
  yield heading
  for (let i = 0; i < count; i++)
    yield `${given[i % given.length]}${i % 97},Bench${seed}${i % 1009},b${seed}.${i}@example.org,07${String(10_000_000 + (seed.charCodeAt(0) - 97) * 300_000 + i)},200${i % 8}-0${1 + (i % 9)}-1${i % 9},Nairobi,University of Nairobi,202${7 + (i % 3)}-06\n`
}
async function* bytes(count: number, seed: string) {
  let piece = ''
  for (const line of lines(count, seed)) {
    piece += line
    if (piece.length < 64_000) continue
    yield Buffer.from(piece)
    piece = ''
  }
  yield Buffer.from(piece)
}

/** Memory that is in use, in bytes: what the collector would give back at once doesn't count. */
function held(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** What an import took: ms of each step, and the highest growth of memory, in bytes. */
interface Took {
  read: number
  dryRun: number
  commit: number
  growth: number
}

/** Everything from the bytes to the result, as the durable job does it. */
async function bringIn(stage: Stage, count: number, seed: string, lookEvery = 60_000): Promise<Took> {
  const { services, sessions } = stage.product
  const { accountId, nodeId } = largeHandles.campusAdministrator
  const caller: Caller = { principal: await sessions.principalOf(accountId), request: { id: 'bench' } }
  const { imports: api } = createCaller({ services, caller })
  const before = held()
  let highest = before
  const look = setInterval(() => (highest = Math.max(highest, held())), lookEvery)
  const until = async (id: string, state: string) => {
    for (;;) {
      const found = await api.get({ id })
      if (found.state === state) return found
      if (found.state === 'failed') throw new Error(JSON.stringify(found.problem))
      await sleep(200)
    }
  }
  let id = ''
  const read = await timed(async () => {
    id = (await api.upload({ nodeId, fileName: 'people.csv', content: bytes(count, seed) })).id
  })
  const dryRun = await timed(async () => {
    const { columns, settings } = await api.get({ id })
    await api.map({ id, fields: columns.map(({ field }) => field), settings })
    await until(id, 'planned')
  })
  const commit = await timed(async () => {
    await api.commit({ id })
    const { result } = await until(id, 'done')
    if (result?.created !== count) throw new Error(`The import made ${JSON.stringify(result)} of ${count}`)
  })
  clearInterval(look)
  return { read, dryRun, commit, growth: highest - before }
}

/**
 * The same people by hand: COPY into a staging table, validate, leave out who is known by e-mail, insert people with their home
 * membership and its state; the triggers that keep lists and counts run as they do for everybody. No report, no audit, no rights.
 */
async function copyStaging(stage: Stage, count: number, seed: string) {
  const { nodeId } = largeHandles.campusAdministrator
  const client = await stage.owner.connect()
  try {
    await client.query('begin')
    await client.query(
      'create temporary table staging (given text, family text, email text, phone text, born text, city text, institution text, graduation text) on commit drop',
    )
    const sink = client.query(from('copy staging from stdin with (format csv, header true)'))
    await new Promise<void>((resolve, reject) =>
      Readable.from(bytes(count, seed)).pipe(sink).once('finish', resolve).once('error', reject),
    )
    await client.query(
      `create temporary table fresh on commit drop as
         select gen_random_uuid() person, gen_random_uuid() membership, s.* from staging s
          where s.email ~ '^[^@ ]+@[^@ ]+$' and s.born ~ '^\\d{4}-\\d{2}-\\d{2}$' and s.given <> ''
            and not exists (select from person p where p.emails @> array[lower(s.email)])`,
    )
    await client.query(
      `insert into person (id, name, sort_name, emails, phones, birth_date, city, institution, expected_graduation, home_node_id, state, created_at, updated_at)
       select person, given || ' ' || family, family || ' ' || given, array[lower(email)], array['+254' || substr(phone, 2)], born, city, institution, graduation, $1, 'member', now(), now() from fresh`,
      [nodeId],
    )
    await client.query(
      `insert into membership (id, person_id, node_id, is_home, state, joined_on) select membership, person, $1, true, 'member', current_date from fresh`,
      [nodeId],
    )
    await client.query(
      `insert into membership_state (id, membership_id, state, since, recorded_at) select gen_random_uuid(), membership, 'member', current_date, now() from fresh`,
    )
    const { rows } = await client.query<{ count: number }>('select count(*)::int as count from fresh')
    if (rows[0]!.count !== count) throw new Error(`By hand ${rows[0]!.count} of ${count} came in`)
    await client.query('commit')
  } finally {
    client.release()
  }
}

const perSecond = (count: number, ms: number) => Math.round((count / ms) * 1000)

/** Row 7: speed at 10,000 rows and at `large` rows, memory at `large` rows. */
export async function imports(stage: Stage, large: number): Promise<Measured[]> {
  const count = 10_000
  const ratios: number[] = []
  const notes: string[] = []
  for (const [seed, other] of ['ad', 'be', 'cf']) {
    const copy = await timed(() => copyStaging(stage, count, other!))
    const { read, dryRun, commit } = await bringIn(stage, count, seed!)
    const ours = read + dryRun + commit
    ratios.push(copy / ours)
    notes.push(`${perSecond(count, ours)} : ${perSecond(count, copy)} rows/s`)
  }
  const byHand = await timed(() => copyStaging(stage, large, 'y'))
  const resident = process.memoryUsage().rss
  const took = await bringIn(stage, large, 'z', 3000)
  const growth = took.growth / 1024 / 1024
  const more = (process.memoryUsage().rss - resident) / 1024 / 1024
  const ratio = ratios.toSorted((a, b) => a - b)[1]!
  const steps = ['read', 'dryRun', 'commit'] as const
  const whole = byHand / (took.read + took.dryRun + took.commit)
  return [
    {
      row: '7a',
      measure: 'import of 10,000 ÷ COPY staging and plain SQL, rows/s',
      value: ratio,
      target: '≥ 0.3 (first ≥ 0.1)',
      good: ratio >= 0.1,
      note: notes.join(', '),
    },
    {
      row: '7b',
      measure: `the same at ${large} rows`,
      value: whole,
      target: '≥ 0.3 (first ≥ 0.1)',
      good: whole >= 0.1,
      note: `${steps.map((step) => `${step} ${perSecond(large, took[step])}`).join(', ')} rows/s; by hand ${perSecond(large, byHand)}`,
    },
    {
      row: '7c',
      measure: `dry run of ${large} rows, minutes`,
      value: (took.read + took.dryRun) / 60_000,
      target: '≤ 5',
      good: took.read + took.dryRun <= 300_000,
      note: 'from the first byte on',
    },
    {
      row: '7d',
      measure: `memory growth at ${large} rows of CSV, MB`,
      value: growth,
      target: '≤ 64',
      good: growth <= 64,
      note: `held after collection; the process itself grew by ${more.toFixed(0)} MB`,
    },
  ]
}
