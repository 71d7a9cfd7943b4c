/** The rows of the scoreboard. Each measures a ratio within one run; absolute figures are only told. */
import { largeHandles } from '@ministry/seed'
import { encodeCursor } from '@ministry/kernel/page'
import { alternate, median, quantile, timed, type Pair } from './measure.ts'
import { recordStatements, replay } from './record.ts'
import type { Stage } from './stage.ts'

export interface Measured {
  row: string
  measure: string
  value: number
  target: string
  good: boolean
  note: string
}
const ms = (value: number) => `${value.toFixed(2)} ms`
const scopes = ['national', 'region', 'campus', 'group'] as const

/** Rows 1 and 2: the first page of a list at each scope, over HTTP against the same statements by hand. */
export async function lists(stage: Stage, pairs: number): Promise<Measured[]> {
  const asked = []
  for (const scope of scopes) {
    const { accountId, nodeId } = largeHandles[scope]
    const session = await stage.sessionOf(accountId)
    const page = () => stage.call('people.list', { nodeId }, session)
    asked.push({ scope, page, plain: replay(stage.plain, await recordStatements(page)), blocks: [] as Pair[] })
  }
  // Scope after scope within each block: what the machine does meanwhile hits all of them alike.
  for (let block = 0; block < 5; block++)
    for (const { page, plain, blocks } of asked)
      blocks.push(await alternate(page, plain, { pairs: Math.ceil(pairs / 5), blocks: 1 }))
  const found = asked.map(({ scope, blocks }) => ({
    scope,
    a: { times: blocks.flatMap(({ a }) => a.times) },
    b: { times: blocks.flatMap(({ b }) => b.times) },
    ratio: median(blocks.map(({ ratio }) => ratio)),
  }))
  const worst = found.reduce((a, b) => (a.ratio > b.ratio ? a : b))
  const p95 = found.map(({ a }) => quantile(a.times, 0.95))
  const note = found.map(({ scope, a, b }) => `${scope} ${ms(median(a.times))} : ${ms(median(b.times))}`).join(', ')
  const spread = Math.max(...p95) / Math.min(...p95)
  return [
    {
      row: '1',
      measure: 'scoped list, HTTP ÷ same SQL, p50, worst scope',
      value: worst.ratio,
      target: '≤ 3 (first ≤ 6)',
      good: worst.ratio <= 6,
      note,
    },
    {
      row: '2',
      measure: 'slowest ÷ fastest scope, p95',
      value: spread,
      target: '≤ 2.5',
      good: spread <= 2.5,
      note: p95.map((value, i) => `${scopes[i]} ${ms(value)}`).join(', '),
    },
  ]
}

/** Row 3: a page at 90 % of the nation against the first one. */
export async function deepPage(stage: Stage, pairs: number): Promise<Measured[]> {
  const { accountId, nodeId } = largeHandles.national
  const session = await stage.sessionOf(accountId)
  const { rows } = await stage.owner.query<{ sort_name: string; person_id: string }>(
    `select sort_name, person_id from person_scope where ancestor_id = $1 and state <> 'archived' order by sort_name, person_id
     offset (select (count(*) * 0.9)::int from person_scope where ancestor_id = $1 and state <> 'archived') limit 1`,
    [nodeId],
  )
  const after = encodeCursor([rows[0]!.sort_name, rows[0]!.person_id])
  const deep = () => stage.call('people.list', { nodeId, after }, session)
  const { a, b, ratio } = await alternate(deep, () => stage.call('people.list', { nodeId }, session), { pairs })
  return [
    {
      row: '3',
      measure: 'page at 90 % ÷ first page',
      value: ratio,
      target: '≤ 1.3',
      good: ratio <= 1.3,
      note: `${ms(median(a.times))} : ${ms(median(b.times))}`,
    },
  ]
}

/** Row 5: search over HTTP against the capped statement by hand, and how even it is over mixed terms. */
export async function search(stage: Stage, pairs: number): Promise<Measured[]> {
  const { accountId, nodeId } = largeHandles.national
  const session = await stage.sessionOf(accountId)
  const names = (
    await stage.owner.query<{ name: string }>(
      `select name from person where name is not null order by md5(id::text) limit 60`,
    )
  ).rows.map(({ name }) => name)
  const terms = names.flatMap(
    (name, i) =>
      [[name], [name.split(' ')[0]!], [name.split(' ').at(-1)!.slice(0, 3)], [`${name.slice(0, 3)}${name.slice(4)}`]][
        i % 4
      ]!,
  )
  const all: number[] = []
  const ratios: number[] = []
  for (const term of terms.slice(0, 12)) {
    const find = () => stage.call('people.search', { nodeId, term }, session)
    const statements = await recordStatements(find)
    ratios.push(
      (await alternate(find, replay(stage.plain, statements), { pairs: Math.ceil(pairs / 12), blocks: 2 })).ratio,
    )
  }
  for (let i = 0; i < pairs; i++)
    all.push(await timed(() => stage.call('people.search', { nodeId, term: terms[i % terms.length] }, session)))
  const ratio = median(ratios)
  const even = quantile(all, 0.99) / median(all)
  return [
    {
      row: '5a',
      measure: 'search, HTTP ÷ same capped SQL',
      value: ratio,
      target: '≤ 2',
      good: ratio <= 2,
      note: `p50 ${ms(median(all))}`,
    },
    {
      row: '5b',
      measure: 'search p99 ÷ p50 over mixed terms',
      value: even,
      target: '≤ 5',
      good: even <= 5,
      note: `p99 ${ms(quantile(all, 0.99))}`,
    },
  ]
}

/** Row 9: lists while eight people sign in at a time, against lists in peace. */
export async function duringSignIns(stage: Stage, pairs: number, signIn: () => Promise<unknown>): Promise<Measured[]> {
  const { accountId, nodeId } = largeHandles.campus
  const session = await stage.sessionOf(accountId)
  const page = () => stage.call('people.list', { nodeId }, session)
  const ratios: number[] = []
  const sides: [number[], number[]] = [[], []]
  for (let block = 0; block < 5; block++) {
    const peace: number[] = []
    for (let i = 0; i < pairs / 5; i++) peace.push(await timed(page))
    let going = true
    const crowd = Array.from({ length: 8 }, async () => {
      while (going) await signIn()
    })
    const busy: number[] = []
    for (let i = 0; i < pairs / 5; i++) busy.push(await timed(page))
    going = false
    await Promise.all(crowd)
    ratios.push(quantile(busy, 0.95) / quantile(peace, 0.95))
    sides[0].push(...busy)
    sides[1].push(...peace)
  }
  const ratio = median(ratios)
  return [
    {
      row: '9',
      measure: 'list p95 during 8 sign-ins ÷ without',
      value: ratio,
      target: '≤ 3',
      good: ratio <= 3,
      note: `${ms(quantile(sides[0], 0.95))} : ${ms(quantile(sides[1], 0.95))}`,
    },
  ]
}
