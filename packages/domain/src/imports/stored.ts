/** What stands in the JSON columns of an import, and reading an import by right. */
import { find } from '@ministry/access/scope'
import { sql, type Sql, type Transaction } from '@ministry/db'
import type { Context } from '../context.ts'
import type { PhoneRegion } from './phone-region.ts'
import type { AskedReading, Column, Counts, ImportState, Results, Settings, UndoCounts } from './imports.schema.ts'

export interface StoredSource {
  kind: 'csv' | 'xlsx'
  name: string | null
  encoding: string | null
  delimiter: string | null
  sheet: string | null
  sheets: string[]
  hiddenSheets: string[]
  headings: string[]
  headingRow: number
  beginning: { number: number; cells: string[] }[]
  letters: string[]
  /** What a person said of how to read it. */
  asked: AskedReading
  fingerprint: string
  warnings: { code: string; values: Record<string, string | number> }[]
  dateOrder: 'dmy' | 'mdy' | 'ymd' | 'ambiguous' | 'none'
  /** What the numbers of the first rows tell. */
  phones: PhoneRegion | null
}
export interface StoredMapping {
  columns: Column[]
  settings: Settings
}
export interface StoredImport {
  id: string
  kind: string
  nodeId: string
  scopeIds: string[]
  accountId: string
  personId: string
  fileName: string
  state: ImportState
  source: StoredSource
  mapping: StoredMapping
  /** What was ticked at the commit; null before. */
  options: { welcome: boolean } | null
  plan: Counts | null
  result: Results | null
  undo: UndoCounts | null
  undoneAt: Date | null
  rowCount: number
  plannedRows: number
  doneRows: number
  problem: { code: string; values: Record<string, string | number> } | null
  createdAt: Date
  updatedAt: Date
  committedAt: Date | null
}

/** The import, if it may be seen and acted on. Throws NotFound, NotAllowed. */
export const findImport = (ctx: Context, action: string, id: string): Promise<StoredImport> =>
  find<StoredImport>(ctx, action, 'Import', id)

/** The same, locked until the end of the transaction: for acts that move it on, so that two of them never both do. */
export async function lockImport(ctx: Context, action: string, id: string): Promise<StoredImport> {
  // Not FOR UPDATE: a row lock counts as a write, and an act that finds nothing to do must be able to say so.
  await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`import:${id}`}, 0))`)
  return findImport(ctx, action, id)
}

/** Where an import's entries belong in the audit. */
export const placeOf = ({ nodeId, scopeIds }: StoredImport) => ({ id: nodeId, scopeIds })

/** The stretch of the file in which these rows stand: without it each chunk would read the rows of all others too. */
export const betweenOf = (rows: readonly { number: number }[]): Sql => {
  const numbers = rows.map(({ number }) => number)
  return sql`r.number between ${Math.min(...numbers)} and ${Math.max(...numbers)}`
}

/**
 * Writes a chunk's findings back to its rows. The rows of a new import are in no statistics yet, so that the planner would
 * compare every row with every finding; it is told to hash instead.
 */
export async function writeBack(tx: Transaction, update: Sql): Promise<void> {
  await tx.rows(sql`select set_config('enable_nestloop', 'off', true)`)
  await tx.rows(update)
  await tx.rows(sql`select set_config('enable_nestloop', 'on', true)`)
}

/**
 * The rows of the next chunk: `behind` the last one, so that a hundred thousand that are done aren't walked through again and again.
 * Near the end everything is looked through once: an earlier row may wait anew.
 */
export async function nextRows<Row>(behind: Sql, take: number, read: (behind: Sql) => Promise<Row[]>): Promise<Row[]> {
  const rows = await read(behind)
  return rows.length === take ? rows : read(sql``)
}
