/** Money asked for, as a request that approvals decide. Source: APR-4, FIN-5. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import { convert, decimalsOf } from '@ministry/kernel/money'
import { expenseRoute, type Check, type Place, type RequestKind } from '../approvals/index.ts'
import type { Context } from '../context.ts'
import { findNode } from '../org/index.ts'
import { expenseApproved } from './finance.events.ts'
import { expenseRequest, type ExpenseRequest } from './finance.schema.ts'
import { moneyOf, rateOf } from './movement-money.ts'
import { payeeKey } from './payee.rules.ts'

const DAYS_THAT_ADD_UP = 30
/** What numbers hold exactly; a sum beyond it is no expense. */
const MOST = Number.MAX_SAFE_INTEGER

/**
 * The expense: anybody with a role asks for their own node. It goes by the amount in the National node's currency, and what was
 * asked of the node for the same payee in the last 30 days adds up. Checks: `finance.expense.` `not-above-zero`, `rate-missing`,
 * `too-large`, `place-closed`. Source: APR-4, ACS-1.
 */
export const expenseKind: RequestKind<typeof expenseRequest> = {
  name: 'expense',
  noun: 'Expense',
  payload: expenseRequest,
  route: (currency) => expenseRoute(decimalsOf(currency)),
  facts: {},
  banded: true,
  bulk: true,
  mayRequest(ctx, place) {
    allow(ctx, 'create', 'Expense', {
      nodeId: place.id,
      scopeIds: [...place.scopeIds],
      personId: ctx.principal.personId,
    })
    return Promise.resolve()
  },
  async check(ctx, place, { amount }) {
    const { state } = await findNode(ctx, 'read', place.id)
    const money = await moneyOf(ctx, place)
    const rate = await rateOf(ctx, money, amount.currency)
    const base = rate && convert(amount, rate.rate, money.currency)
    const currencies = { from: amount.currency, to: money.currency }
    const checks: Check[] = [
      { code: 'finance.expense.place-closed', passed: state === 'active' },
      { code: 'finance.expense.not-above-zero', passed: amount.minor > 0 },
      { code: 'finance.expense.rate-missing', passed: rate !== null, values: currencies },
      { code: 'finance.expense.too-large', passed: base === null || base <= MOST / 1000 },
    ]
    return checks
  },
  async routing(ctx, place, payload) {
    const { base, rate } = await priced(ctx, place, payload)
    const earlier = await askedLately(ctx, place, payload)
    const counted = { earlier, rate: rate.day && rate.rate }
    return { amount: base + earlier, facts: {}, concernedIds: [], counted }
  },
  summary: ({ purpose, amount }) => ({ subject: purpose, amount, personId: null }),
  async submitted(ctx, { caseId, place, payload }) {
    const { id, amount, payee, purpose, fund } = payload
    const { money, rate, base } = await priced(ctx, place, payload)
    const [present] = await ctx.tx.rows<{ caseId: string }>(sql`
      select case_id as "caseId" from expense where id = ${id}::uuid`)
    if (present && present.caseId !== caseId) throw conflict('finance.expense.asked-already')
    await ctx.tx.rows(
      present
        ? sql`
      update expense set amount = ${amount.minor}, currency = ${amount.currency}, base_amount = ${base}, base_currency = ${money.currency},
             rate = ${rate.rate}::numeric, rate_day = ${rate.day}::date, payee = ${payee}, payee_key = ${payeeKey(payee)},
             purpose = ${purpose}, fund = ${fund}, requested_at = ${ctx.at}
       where id = ${id}::uuid`
        : sql`
      insert into expense (id, case_id, node_id, person_id, amount, currency, base_amount, base_currency, rate, rate_day, payee, payee_key, purpose, fund, requested_at)
      values (${id}::uuid, ${caseId}::uuid, ${place.id}::uuid, ${ctx.principal.personId}::uuid, ${amount.minor}, ${amount.currency}, ${base}, ${money.currency},
              ${rate.rate}::numeric, ${rate.day}::date, ${payee}, ${payeeKey(payee)}, ${purpose}, ${fund}, ${ctx.at})`,
    )
    ctx.audit({
      noun: 'Expense',
      subjectId: id,
      node: { id: place.id, scopeIds: place.scopeIds },
      after: { caseId, amount, base: { minor: base, currency: money.currency }, ...rate },
    })
  },
  /** Posts "approved for payment", once: the row with its instant, and the news for the ledger. */
  async execute(ctx, { caseId, place, payload }) {
    const { id, amount, payee } = payload
    // What is posted is what was signed: a row that says something else isn't.
    const [posted] = await ctx.tx.rows<{ base: number; currency: string }>(sql`
      update expense set approved_at = ${ctx.at}
       where id = ${id}::uuid and case_id = ${caseId}::uuid and approved_at is null
         and amount = ${amount.minor} and currency = ${amount.currency} and payee = ${payee}
      returning base_amount::float8 as base, base_currency as currency`)
    if (!posted) throw ruleBroken('finance.expense.not-as-asked')
    const base = { minor: posted.base, currency: posted.currency }
    ctx.audit({
      noun: 'Expense',
      subjectId: id,
      node: { id: place.id, scopeIds: place.scopeIds },
      after: { approvedAt: ctx.at, amount, base },
    })
    ctx.emit(
      expenseApproved.sendable({ expenseId: id, caseId, nodeId: place.id, amount, base }, { subject: `expense:${id}` }),
    )
  },
}

/** The request in the movement's currency, at today's rate. Throws RuleBroken `finance.expense.rate-missing`. */
async function priced(ctx: Context, place: Place, { amount }: ExpenseRequest) {
  const money = await moneyOf(ctx, place)
  const rate = await rateOf(ctx, money, amount.currency)
  if (!rate) throw ruleBroken('finance.expense.rate-missing', { from: amount.currency, to: money.currency })
  return { money, rate, base: convert(amount, rate.rate, money.currency) }
}

/**
 * What else was asked of the node for this payee and is open or approved, in minor units of the movement's currency. Requests of
 * one node to one payee come one after the other: whoever comes second counts what the first has asked.
 */
async function askedLately({ tx, at }: Context, place: Place, { id, payee }: ExpenseRequest): Promise<number> {
  const key = payeeKey(payee)
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`expense:${place.id}:${key}`}, 0))`)
  const since = new Date(at.getTime() - DAYS_THAT_ADD_UP * 86_400_000)
  const [sum] = await tx.rows<{ sum: number }>(sql`
    select app.asked_since(${place.id}::uuid, ${key}, ${since}, ${id}::uuid)::float8 as sum`)
  return sum!.sum
}
