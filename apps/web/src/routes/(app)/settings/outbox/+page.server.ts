import { seatOf } from '#lib/seat.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { me } = await parent()
  const seat = seatOf(me, url)
  const after = url.searchParams.get('after') ?? undefined
  if (!seat) return { page: { rows: [], next: null, total: 0 }, at: undefined, paged: false }
  return {
    page: await locals.api.messaging.outbox({ nodeId: seat.id, take: 50, after }),
    at: seat.id,
    paged: after !== undefined,
  }
}
