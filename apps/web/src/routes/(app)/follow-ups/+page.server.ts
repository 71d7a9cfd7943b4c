import { followUpActs } from '#lib/care/follow-up-acts.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const state = url.searchParams.get('state') === 'closed' ? 'closed' : 'open'
  const after = url.searchParams.get('after') ?? undefined
  return {
    state,
    paged: after !== undefined,
    page: await locals.api.followUps.mine({ state, ...(after && { after }) }),
  }
}

export const actions: Actions = followUpActs
