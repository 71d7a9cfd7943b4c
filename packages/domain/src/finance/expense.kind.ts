/** Money asked for, as a request that approvals decide. Source: APR-4, FIN-5. */
import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import { convert, decimalsOf, type Money } from '@ministry/kernel/money'
import { expenseRoute, type Check, type Place, type RequestKind } from '../approvals/index.ts'
import type { Context } from '../context.ts'
import { findNode } from '../org/index.ts'
import { expenseApproved } from './finance.events.ts'
import { expenseRequest, type ExpenseRequest } from './finance.schema.ts'
import { moneyOf, rateOf, type MovementMoney } from './movement-money.ts'
import { payeeKey } from './payee.rules.ts'

const DAYS_THAT_ADD_UP = 30
/** A thousandth of what numbers hold exactly, so that sums of requests stay exact; more is no expense. */
const LARGEST = Math.floor(Number.MAX_SAFE_INTEGER / 1000)

/**
 * The expense: anybody with a role asks for their own node. It goes by the amount in the National node's currency, and what was
 * asked of the node for the same payee in the last 30 days adds up. Checks: `finance.expense.` `not-above-zero`, `rate-missing`,
 * `rate-own`, `too-large`, `place-closed`. Source: APR-4, ACS-1.
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
  async check(ctx, place, { id, amount }) {
    const { state } = await findNode(ctx, 'read', place.id)
    const money = await moneyOf(ctx, place)
    const rate = await rateOf(ctx, money, amount.currency, await requesterOf(ctx, id))
    const base = rate && convert(amount, rate.rate, money.currency)
    const currencies = { from: amount.currency, to: money.currency }
    const checks: Check[] = [
      { code: 'finance.expense.place-closed', passed: state === 'active' },
      { code: 'finance.expense.not-above-zero', passed: amount.minor > 0 },
      { code: 'finance.expense.rate-missing', passed: rate !== null, values: currencies },
      { code: 'finance.expense.rate-own', passed: rate === null || !rate.own, values: currencies },
      { code: 'finance.expense.too-large', passed: base === null || base <= LARGEST },
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

/** The request in the movement's currency, at today's rate. Throws RuleBroken `finance.expense.` `rate-missing`, `rate-own`, `too-large`. */
async function priced(ctx: Context, place: Place, { id, amount }: ExpenseRequest) {
  const money = await moneyOf(ctx, place)
  return { money, ...(await worthIn(ctx, money, amount, await requesterOf(ctx, id))) }
}

async function worthIn(ctx: Context, money: MovementMoney, amount: Money, requesterId: string) {
  const found = await rateOf(ctx, money, amount.currency, requesterId)
  const currencies = { from: amount.currency, to: money.currency }
  if (!found) throw ruleBroken('finance.expense.rate-missing', currencies)
  if (found.own) throw ruleBroken('finance.expense.rate-own', currencies)
  const base = convert(amount, found.rate, money.currency)
  if (base > LARGEST) throw ruleBroken('finance.expense.too-large')
  return { rate: { rate: found.rate, day: found.day }, base }
}

/** Who asks: of a request that is there already whoever made it, else whoever makes it now. */
async function requesterOf({ tx, principal }: Context, expenseId: string): Promise<string> {
  const [present] = await tx.rows<{ personId: string }>(sql`
    select person_id as "personId" from expense where id = ${expenseId}::uuid`)
  return present?.personId ?? principal.personId
}

/**
 * What else was asked of the node for this payee and is open or approved, in minor units of the movement's currency of today. Requests
 * of one node to one payee come one after the other: whoever comes second counts what the first has asked.
 */
async function askedLately(ctx: Context, place: Place, { id, payee }: ExpenseRequest): Promise<number> {
  const key = payeeKey(payee)
  await ctx.tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`expense:${place.id}:${key}`}, 0))`)
  const since = new Date(ctx.at.getTime() - DAYS_THAT_ADD_UP * 86_400_000)
  const sums = await ctx.tx.rows<{ currency: string; sum: number }>(sql`
    select currency, sum::float8 as sum from app.asked_since(${place.id}::uuid, ${key}, ${since}, ${id}::uuid)`)
  const money = await moneyOf(ctx, place)
  const requesterId = await requesterOf(ctx, id)
  let earlier = 0
  for (const { currency, sum } of sums) {
    // Asked before the movement changed its currency: worth what it is worth today.
    earlier += (await worthIn(ctx, money, { minor: sum, currency }, requesterId)).base
  }
  if (earlier > LARGEST) throw ruleBroken('finance.expense.too-large')
  return earlier
}
