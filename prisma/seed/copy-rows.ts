/** COPY, and what makes it quick: indexes are built after the rows, triggers stand still. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from } from 'pg-copy-streams'

const LINES = 500

export type Value = string | number | boolean | null | undefined | readonly string[]
/** A row in COPY's text format. The seeds' values hold nothing that had to be escaped. */
export const line = (...values: readonly Value[]): string => values.map(inCopy).join('\t')
const inCopy = (value: Value) => (value == null ? '\\N' : Array.isArray(value) ? `{${value.join()}}` : String(value))

/** Sends lines as `line` makes them. */
export async function copyLines(
  client: pg.Client,
  table: string,
  columns: string,
  lines: readonly string[],
): Promise<void> {
  if (lines.length === 0) return
  const stream = client.query(from(`copy ${pg.escapeIdentifier(table)} (${columns}) from stdin`))
  await pipeline(Readable.from(chunks(lines)), stream)
}

function* chunks(lines: readonly string[]) {
  for (let at = 0; at < lines.length; at += LINES) yield Buffer.from(lines.slice(at, at + LINES).join('\n') + '\n')
}

/** Drops every index of these tables but the primary keys; returns how to make them again, with their sizes unchanged. */
export async function dropIndexes(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text name, pg_get_indexdef(i.indexrelid) definition
       from pg_index i where i.indrelid = any ($1::regclass[]) and not i.indisprimary
        and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    [tables],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}
