import { sql } from '@ministry/db'
import type { Context } from '../context.ts'

/** Names of whoever uploaded and of the nodes, as far as the reader may see them: two statements for any number of imports. */
export async function namesOf(ctx: Context, imports: readonly { personId: string; nodeId: string }[]) {
  const named = (rows: { id: string; name: string }[]) => new Map(rows.map(({ id, name }) => [id, name]))
  const people = await ctx.tx.rows<{ id: string; name: string }>(sql`
    select id, coalesce(preferred_name, name) as name from person where id = any (${[...new Set(imports.map(({ personId }) => personId))]}::uuid[])`)
  const nodes = await ctx.tx.rows<{ id: string; name: string }>(sql`
    select id, name from org_node where id = any (${[...new Set(imports.map(({ nodeId }) => nodeId))]}::uuid[])`)
  return { people: named(people), nodes: named(nodes) }
}
