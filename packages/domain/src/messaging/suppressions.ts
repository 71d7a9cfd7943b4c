import { find, reaches, scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { decodeCursor, encodeCursor } from '@ministry/kernel/page'
import { isId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { suppressionsInput, suppressionsOutput } from './messaging.schema.ts'
import { liftable } from './suppressions.rules.ts'

interface Row {
  id: string
  address: string
  kind: string
  reason: string
  since: Date
}

/**
 * Addresses of people at home at a place and below it that get no mails (of a kind) any more, why and since when; newest first.
 * Errors: NotFound node, NotAllowed. Source: MSG-2.
 */
export const suppressions = query({
  name: 'messaging.suppressions',
  permission: { action: 'read', noun: 'OutgoingMail' },
  input: suppressionsInput,
  output: suppressionsOutput,
  async run(ctx, { nodeId, take, after }) {
    const node = await find<{ id: string; scopeIds: string[] }>(ctx, 'read', 'OrgNode', nodeId, {
      id: true,
      scopeIds: true,
    })
    if (!reaches(ctx, 'read', 'OutgoingMail', node)) throw notAllowed('read', 'OutgoingMail')
    const inForce = sql`s.lifted_at is null and app.address_at(s.address, array[${nodeId}]::uuid[])`
    const last = after ? decodeCursor(after, 1)?.[0] : undefined
    const before = typeof last === 'string' && isId(last) ? last : null
    const found = await ctx.tx.rows<Row>(sql`
      select s.id, s.address, s.kind, s.reason, s.since from suppression s
       where (${before}::uuid is null or s.id < ${before}::uuid) and ${inForce}
       order by s.id desc limit ${take + 1}`)
    const [count] = await ctx.tx.rows<{ total: number }>(sql`
      select count(*)::int as total from suppression s where ${inForce}`)
    const rows = found.slice(0, take)
    const owners = await ownersOf(ctx, rows)
    return {
      rows: rows.map((row) => ({ ...row, liftable: liftable(row.reason), person: owners.get(row.address) ?? null })),
      next: found.length > take ? encodeCursor([rows.at(-1)!.id]) : null,
      total: count!.total,
    }
  },
})

/** Who has these addresses, of those whom the reader may see. */
async function ownersOf(ctx: Context, rows: readonly Row[]) {
  const addresses = rows.map(({ address }) => address)
  const people = await ctx.tx.prisma.person.findMany({
    where: {
      AND: [scope(ctx, 'read', 'Person'), { emails: { hasSome: addresses } }],
    },
    select: { id: true, name: true, preferredName: true, homeNodeId: true, emails: true },
    take: 500,
  })
  const owners = new Map<string, { id: string; name: string; nodeId: string | null }>()
  for (const { id, name, preferredName, homeNodeId, emails } of people)
    for (const address of emails) owners.set(address, { id, name: preferredName ?? name, nodeId: homeNodeId })
  return owners
}
