import { seatOf } from '#lib/seat.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { me } = await parent()
  const nodeId = seatOf(me, url)?.id
  const after = url.searchParams.get('after') ?? undefined
  if (!nodeId) return { page: null, paged: false }
  return { page: await locals.api.care.glassBroken({ nodeId, ...(after && { after }) }), paged: after !== undefined }
}
