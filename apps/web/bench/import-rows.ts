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

/** Everything from the bytes to the result, as the durable job does it. Gives the highest growth of memory, in bytes. */
async function bringIn(stage: Stage, count: number, seed: string, lookEvery = 60_000): Promise<number> {
  const { services, sessions } = stage.product
  const { accountId, nodeId } = largeHandles.campusAdministrator
  const caller: Caller = { principal: await sessions.principalOf(accountId), request: { id: 'bench' } }
  const { imports: api } = createCaller({ services, caller })
  const before = held()
  let highest = before
  const look = setInterval(() => (highest = Math.max(highest, held())), lookEvery)
  const { id } = await api.upload({ nodeId, fileName: 'people.csv', content: bytes(count, seed) })
  const until = async (state: string) => {
    for (;;) {
      const found = await api.get({ id })
      if (found.state === state) return found
      if (found.state === 'failed') throw new Error(JSON.stringify(found.problem))
      await sleep(20)
    }
  }
  const { columns, settings } = await api.get({ id })
  await api.map({ id, fields: columns.map(({ field }) => field), settings })
  await until('planned')
  await api.commit({ id })
  const { result } = await until('done')
  clearInterval(look)
  if (result?.created !== count) throw new Error(`The import made ${JSON.stringify(result)} of ${count}`)
  return highest - before
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

/** Row 7: speed at 10,000 rows, memory at `large` rows. */
export async function imports(stage: Stage, large: number): Promise<Measured[]> {
  const count = 10_000
  const ratios: number[] = []
  const notes: string[] = []
  for (const [seed, other] of ['ad', 'be', 'cf']) {
    const copy = await timed(() => copyStaging(stage, count, other!))
    const ours = await timed(() => bringIn(stage, count, seed!))
    ratios.push(copy / ours)
    notes.push(`${Math.round((count / ours) * 1000)} : ${Math.round((count / copy) * 1000)} rows/s`)
  }
  const resident = process.memoryUsage().rss
  const growth = (await bringIn(stage, large, 'z', 250)) / 1024 / 1024
  const more = (process.memoryUsage().rss - resident) / 1024 / 1024
  const ratio = ratios.toSorted((a, b) => a - b)[1]!
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
      measure: `memory growth at ${large} rows of CSV, MB`,
      value: growth,
      target: '≤ 64',
      good: growth <= 64,
      note: `held after collection; the process itself grew by ${more.toFixed(0)} MB`,
    },
  ]
}
