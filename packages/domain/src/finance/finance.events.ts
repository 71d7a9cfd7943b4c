import { id } from '@ministry/kernel/id'
import { money } from '@ministry/kernel/money'
import { event } from '@ministry/workflows'
import * as z from 'zod'

/** An expense was approved for payment; what it counts as from now on is the ledger's affair. Source: FIN-5. */
export const expenseApproved = event(
  'finance/expense.approved',
  z.object({ expenseId: id(), caseId: id(), nodeId: id(), amount: money, base: money }),
)
