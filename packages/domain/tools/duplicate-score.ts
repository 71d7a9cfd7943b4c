/** The search for duplicates on a file that knows the truth. */
import {
  matchColumns,
  peopleFields,
  readTable,
  detectDateOrder,
  type ByteSource,
} from '../src/imports/reading/index.ts'
import { personOf } from '../src/imports/read-person.ts'
import { rowReader } from '../src/imports/read-row.ts'
import { pairsOf } from '../src/people/duplicates/blocks.ts'
import { compare, verdictOf, type Population } from '../src/people/duplicates/compare.ts'
import { knownOf } from '../src/people/duplicates/known.ts'
import type { Known } from '../src/people/duplicates/compare.ts'

export interface Found {
  found: number
  right: number
}
export interface Score {
  people: number
  truePairs: number
  certain: Found
  /** With the certain ones. */
  possible: Found
}

/** Reads the file as an import would and compares what it proposes with the column `cluster`. Throws where there is none. */
export async function scoreDuplicates(source: ByteSource): Promise<Score> {
  const table = await readTable(source)
  const rows: string[][] = []
  for await (const { cells } of table.rows) rows.push(cells)
  const truth = table.headings.indexOf('cluster')
  if (truth < 0) throw new Error('There is no column "cluster" that names the true person.')
  const columns = matchColumns(table.headings, rows.slice(0, 200), peopleFields).map((match) => ({
    ...match,
    field: match.column === truth ? null : match.field,
    samples: [],
  }))
  const dates = columns
    .filter(({ field }) => field === 'birthDate')
    .flatMap(({ column }) => rows.map((cells) => cells[column] ?? ''))
  const order = dates.length ? detectDateOrder(dates) : 'none'
  const settings = {
    dateOrder: order === 'none' || order === 'ambiguous' ? ('dmy' as const) : order,
    region: 'US',
    state: 'member' as const,
  }
  const read = rowReader(peopleFields, { columns, settings }, '2026-01-01')
  const people = rows.map((cells, i) => knownOf(String(i), personOf(read({ number: i, cells }))))
  const population = populationOf(people)
  const certain: Found = { found: 0, right: 0 }
  const possible: Found = { found: 0, right: 0 }
  for (const [a, b] of pairsOf(people)) {
    const verdict = verdictOf(compare(a, b, population), people.length)
    const right = rows[Number(a.id)]![truth] === rows[Number(b.id)]![truth] ? 1 : 0
    for (const [counted, tally] of [
      [verdict === 'certain', certain],
      [verdict !== null, possible],
    ] as const) {
      if (!counted) continue
      tally.found++
      tally.right += right
    }
  }
  return { people: people.length, truePairs: truePairs(rows.map((cells) => cells[truth]!)), certain, possible }
}

function populationOf(people: readonly Known[]): Population {
  const counts = new Map<string, number>()
  const count = (kind: string, word: string | null) => {
    if (word) counts.set(`${kind} ${word}`, (counts.get(`${kind} ${word}`) ?? 0) + 1)
  }
  for (const { given, family, city, postalCode, street } of people) {
    for (const word of given) count('given', word)
    for (const word of family) count('family', word)
    count('city', city)
    count('postalCode', postalCode)
    count('street', street)
  }
  return { size: people.length, share: (kind, word) => (counts.get(`${kind} ${word}`) ?? 1) / people.length }
}

function truePairs(clusters: readonly string[]): number {
  const sizes = Object.values(Object.groupBy(clusters, (cluster) => cluster)).map((members) => members!.length)
  return sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
}
