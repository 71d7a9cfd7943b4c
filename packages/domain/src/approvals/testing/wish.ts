/** A kind of request for tests: an amount for something, perhaps for somebody. Only tests import this. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import * as z from 'zod'
import { expenseRoute } from '../default-routes.ts'
import type { RequestKind } from '../request-kind.ts'

const wished = z.object({
  minor: z.number().int(),
  what: z.string().default('paint'),
  personId: z.uuid().nullable().default(null),
  /** Refused when it is to be done, as by a rule that changed meanwhile. */
  impossible: z.boolean().default(false),
})

/** Each execution leaves a note on the case, so that tests can count them. */
export const wish: RequestKind<typeof wished> = {
  name: 'wish',
  noun: 'Expense',
  payload: wished,
  route: expenseRoute(2),
  facts: {},
  banded: true,
  bulk: true,
  mayRequest: (ctx, { id, scopeIds }) => {
    allow(ctx, 'create', 'Expense', { nodeId: id, scopeIds, personId: ctx.principal.personId })
    return Promise.resolve()
  },
  check: (_, __, { minor }) =>
    Promise.resolve([{ code: 'approvals.check.positive', passed: minor > 0, values: { minor } }]),
  routing: (_, __, { minor, personId }) =>
    Promise.resolve({ amount: minor, facts: {}, concernedIds: personId ? [personId] : [] }),
  summary: ({ minor, personId }) => ({ subject: 'approvals_kind_other', amount: { minor, currency: 'USD' }, personId }),
  async execute(ctx, { caseId, payload }) {
    if (payload.impossible) throw ruleBroken('approvals.execute.check-failed', { check: 'impossible' })
    await ctx.tx.rows(sql`
      insert into approval_comment (id, case_id, person_id, text, at)
      values (${newId(ctx.at)}::uuid, ${caseId}::uuid, ${ctx.principal.personId}::uuid, 'executed', ${ctx.at})`)
    ctx.audit({ noun: 'Expense', subjectId: caseId, after: { executed: true } })
  },
}
