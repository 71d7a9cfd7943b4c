import { expenseRequest } from '@ministry/domain/finance/schema'
import { m } from '@ministry/kernel/messages'
import { currencies } from '#lib/choices.server.ts'
import { askedBefore } from '#lib/requests/asked-before.server.ts'
import { expenseFrom, expenseSoFar } from '#lib/requests/expense-form.ts'
import { refuse, requestIds, sendRequest, showWay } from '#lib/requests/request-acts.server.ts'
import { mayHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const { place } = await parent()
  const before = await askedBefore(locals.api, 'expense', url, expenseRequest)
  const { settings } = await locals.api.org.get({ nodeId: params.node })
  return {
    before,
    ids: requestIds(),
    currency: settings.currency.value,
    currencies: currencies(),
    mayAsk: before !== null || mayHere(locals, place, 'create', 'Expense'),
  }
}

export const actions: Actions = {
  route: (event) => showWay(event, 'expense', expenseSoFar),
  send: (event) =>
    sendRequest(
      event,
      'expense',
      (form) => {
        const asked = expenseFrom(form)
        if (!('code' in asked)) return asked
        const typed = String(form.get('amount') ?? '').trim()
        return refuse(event, { path: 'amount', message: typed ? asked.code : '', values: asked.values })
      },
      m.finance_done_asked(),
    ),
}
