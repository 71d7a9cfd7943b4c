import pg from 'pg'

/** Inserts plain objects in one statement; keys are the table's columns, absent ones take the column's default. */
export async function insertRows(
  client: pg.ClientBase,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  const byColumns = Map.groupBy(rows, (row) =>
    Object.keys(row)
      .filter((key) => row[key] !== undefined)
      .join(),
  )
  for (const [key, alike] of byColumns) {
    const columns = key
      .split(',')
      .map((column) => pg.escapeIdentifier(column))
      .join()
    await client.query(
      `insert into ${pg.escapeIdentifier(table)} (${columns})
       select ${columns} from jsonb_populate_recordset(null::${pg.escapeIdentifier(table)}, $1::jsonb)`,
      [JSON.stringify(alike)],
    )
  }
}
