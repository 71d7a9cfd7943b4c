import { m } from '@ministry/kernel/messages'
import { isId } from '@ministry/kernel/id'
import { error, redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { currencies } from '#lib/choices.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

/** Rates belong to the movement of a place: the one named, or the reader's own. */
const placeOf = (url: URL, seats: readonly string[]) => {
  const named = url.searchParams.get('at') ?? ''
  return isId(named) ? named : seats[0]
}

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { me } = await parent()
  const nodeId = placeOf(url, me.seats)
  if (!nodeId) error(404, { message: 'No place.', id: locals.requestId })
  const rates = await locals.api.finance.rates({ nodeId })
  return { rates, nodeId, currencies: currencies().filter(({ value }) => value !== rates.currency) }
}

export const actions: Actions = {
  enter: (event) =>
    answer(event, async (form) => {
      const nodeId = String(form.get('nodeId'))
      const currency = String(form.get('currency') ?? '')
      // A decimal comma is as good as a dot; anything else is refused by the schema.
      const rate = String(form.get('rate') ?? '')
        .trim()
        .replace(/^(\d+),(\d+)$/, '$1.$2')
      const { counts } = await event.locals.api.finance.setRate({
        nodeId,
        currency,
        day: String(form.get('day') ?? ''),
        rate,
      })
      const { currency: to } = await event.locals.api.finance.rates({ nodeId })
      const values = { from: currency, rate, to }
      tell(event, { text: counts ? m.finance_rate_done(values) : m.finance_rate_needs_second(values) })
      redirect(303, `/settings/rates?at=${nodeId}`)
    }),
}
