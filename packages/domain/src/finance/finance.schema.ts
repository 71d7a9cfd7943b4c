/** Shapes of money asked for and of the rates that measure it. The browser may import this file. Source: APR-4, FIN-5. */
import { calendarDate } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import { isCurrency, money } from '@ministry/kernel/money'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

const currency = z.string().refine(isCurrency, 'finance.currency-unknown')

/** What approvers of an expense read and sign. Whether the amount can be asked for is one of the checks, so that it is said in words. */
export const expenseRequest = z.object({
  /** Of the expense, made by the client: what was asked once is never added to itself. */
  id: id(),
  /** Minor units, at most some hundred thousand millions of the smallest. */
  amount: z.object({ minor: z.number().int().min(-1e14).max(1e14), currency }),
  payee: z.string().trim().min(1, 'finance.payee-missing').max(200),
  purpose: z.string().trim().min(1, 'finance.purpose-missing').max(1000),
  /** Fund or line of the budget, in words. */
  fund: z.string().trim().max(200).nullable().default(null),
})
export type ExpenseRequest = z.output<typeof expenseRequest>

const who = z.object({ id: id(), name: z.string() })
export const expenseStates = ['open', 'sent_back', 'approved', 'rejected', 'withdrawn'] as const
/** At a node and below; `mine` leaves only what the reader asked for. */
export const expensesInput = pageInput.extend({ nodeId: id(), mine: z.boolean().default(false) })
export const expensesOutput = pageOf(
  z.object({
    id: id(),
    caseId: id(),
    node: who,
    requester: who,
    own: z.boolean(),
    amount: money,
    /** In the National node's currency, at the rate of the day of submission. */
    base: money,
    payee: z.string(),
    purpose: z.string(),
    fund: z.string().nullable(),
    requestedAt: z.date(),
    approvedAt: z.date().nullable(),
    state: z.enum(expenseStates),
  }),
)

export const ratesInput = z.object({ nodeId: id() })
export const ratesOutput = z.object({
  /** The National node, whose currency bands go by. */
  movement: who,
  currency: z.string(),
  /** Of the movement, in its zone. */
  today: calendarDate(),
  mayEnter: z.boolean(),
  /** The newest of each currency first; 200 at most. */
  rates: z.array(
    z.object({
      id: id(),
      currency: z.string(),
      day: calendarDate(),
      /** So many of the movement's currency for one. */
      rate: z.string(),
      enteredBy: z.string().nullable(),
      enteredAt: z.date(),
      /** False: it waits for a second person who enters the same. */
      counts: z.boolean(),
      /** Whether it is the newest of its currency. */
      holds: z.boolean(),
    }),
  ),
})
export const setRateInput = z.object({
  nodeId: id(),
  currency,
  day: calendarDate(),
  rate: z
    .string()
    .trim()
    .regex(/^\d{1,11}(\.\d{1,12})?$/, 'finance.rate-unreadable')
    .refine((text) => /[1-9]/.test(text), 'finance.rate-unreadable'),
})
/** `counts`: it holds; otherwise a second person has to enter the same. */
export const rateSet = z.object({ id: id(), counts: z.boolean() })
