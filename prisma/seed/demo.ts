/** Writes the story into an empty database. */
import pg from 'pg'
import { demoRows } from './demo-rows.ts'
import { insertRows } from './insert-rows.ts'
import { story } from './story.ts'

/**
 * Writes the demo movement in one transaction, or nothing where it already stands; says which. `ownerUrl` is the
 * database's owner, whom row-level security lets through; `hash` makes what is kept of the demo's one password.
 */
export async function seedDemo(ownerUrl: string, hash: (password: string) => Promise<string>): Promise<boolean> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(hashtext($1))', ['ministry-demo-seed'])
    const { rowCount } = await client.query('select from org_node where id = $1', [story.nodes.lighthouse.id])
    if (!rowCount)
      for (const [table, rows] of demoRows(await hash(story.password))) await insertRows(client, table, rows)
    await client.query('commit')
    return !rowCount
  } finally {
    await client.end()
  }
}
