import { scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { behind, pageOfRows } from '../keyset.ts'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { expensesInput, expensesOutput, type expenseStates } from './finance.schema.ts'

/**
 * What was asked for at a node and below, newest first, as far as the reader may read it: all of it, the group's, or their own.
 * Errors: NotFound node. Source: FIN-5, ACS-1.
 */
export const expenses = query({
  name: 'finance.expenses',
  permission: { action: 'read', noun: 'Expense' },
  input: expensesInput,
  output: expensesOutput,
  async run(ctx, { nodeId, mine, take, after }) {
    await findNode(ctx, 'read', nodeId)
    const where = {
      AND: [
        scope(ctx, 'read', 'Expense'),
        { scopeIds: { has: nodeId } },
        mine ? { personId: ctx.principal.personId } : {},
      ],
    }
    const found = await ctx.tx.prisma.expense.findMany({
      where: { AND: [where, behind(after, 'requestedAt', 'desc')] },
      orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
      take: take + 1,
    })
    const { rows, next } = pageOfRows(found, take, 'requestedAt')
    const facts = await factsOf(
      ctx,
      rows.map(({ id }) => id),
    )
    return {
      rows: rows.map((row) => ({
        ...row,
        ...facts.get(row.id)!,
        own: row.personId === ctx.principal.personId,
        amount: { minor: Number(row.amount), currency: row.currency },
        base: { minor: Number(row.baseAmount), currency: row.baseCurrency },
      })),
      next,
      total: await ctx.tx.prisma.expense.count({ where }),
    }
  },
})

interface Facts {
  node: { id: string; name: string }
  requester: { id: string; name: string }
  state: (typeof expenseStates)[number]
}
/** Whoever may read a request may know who asked, for which place, and how it stands. */
async function factsOf({ tx }: Context, ids: readonly string[]): Promise<Map<string, Facts>> {
  const rows = await tx.rows<Facts & { id: string }>(sql`
    select id, jsonb_build_object('id', node_id, 'name', node_name) as node,
           jsonb_build_object('id', person_id, 'name', person_name) as requester, state
      from app.expense_facts(${[...ids]}::uuid[])`)
  return new Map(rows.map(({ id, ...facts }) => [id, facts]))
}
