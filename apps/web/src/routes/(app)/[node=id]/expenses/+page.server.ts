import { mayHere } from '#lib/server/may-here.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const { place } = await parent()
  const after = url.searchParams.get('after') ?? undefined
  const mine = url.searchParams.get('mine') === 'yes'
  const page = await locals.api.finance.expenses({ nodeId: params.node, mine, take: 50, ...(after && { after }) })
  return { page, mine, paged: after !== undefined, mayAsk: mayHere(locals, place, 'create', 'Expense') }
}
