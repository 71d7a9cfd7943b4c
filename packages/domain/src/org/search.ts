import { scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { query } from '../verb.ts'
import { inList } from './counts.ts'
import type { NodeRow } from './node-row.ts'
import { searchInput, searchOutput } from './org.schema.ts'

/** Nodes by a part of their name or by their code, accents and case aside; what begins so comes first, then what stands higher. Source: ORG-4. */
export const search = query({
  name: 'org.search',
  permission: { action: 'read', noun: 'OrgNode' },
  input: searchInput,
  output: searchOutput,
  async run(ctx, { text, closed, take }) {
    const pattern = text.replaceAll(/[\\%_]/g, '\\$&')
    const hits = await ctx.tx.rows<{ id: string }>(sql`
      select n.id from org_node n, app.fold(${pattern}) as folded
       where (app.fold(n.name) like '%' || folded || '%' or app.fold(n.code) like folded || '%')
         and (n.state = 'active' or ${closed}::boolean)
       order by app.fold(n.name) like folded || '%' desc, n.depth, n.name, n.id
       limit ${take}`)
    const order = new Map(hits.map(({ id }, index) => [id, index]))
    const found = (await ctx.tx.prisma.orgNode.findMany({
      where: { AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: [...order.keys()] } }, inList(closed)] },
    })) as NodeRow[]
    const above = await ctx.tx.prisma.orgNode.findMany({
      where: { AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: found.flatMap(({ scopeIds }) => scopeIds) } }] },
      select: { id: true, name: true },
    })
    const names = new Map(above.map(({ id, name }) => [id, name]))
    return found
      .toSorted((a, b) => order.get(a.id)! - order.get(b.id)!)
      .map(({ id, kind, name, state, code, scopeIds }) => ({
        ...{ id, kind, name, state, code },
        path: scopeIds.slice(0, -1).flatMap((above) => names.get(above) ?? []),
      }))
  },
})
