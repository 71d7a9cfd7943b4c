import { undoDays } from '@ministry/domain/bulk/schema'
import { saidOf } from '#lib/bulk/bulk-words.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const mine = url.searchParams.get('whose') !== 'all'
  const after = url.searchParams.get('after') ?? undefined
  const { rows, next } = await locals.api.bulk.list({ nodeId: params.node, mine, take: 30, ...(after && { after }) })
  return {
    ...{ mine, next, paged: after !== undefined, days: undoDays },
    acts: rows.map(({ what, ...row }) => ({ ...row, said: saidOf(what) })),
  }
}
