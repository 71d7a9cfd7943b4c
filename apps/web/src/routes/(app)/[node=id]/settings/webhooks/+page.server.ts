import { answer } from '#lib/answer.server.ts'
import { eventChoices, readEndpoint, stateName } from '#lib/webhook-words.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { rows, mayChange } = await locals.api.webhooks.list({ nodeId: params.node })
  return {
    endpoints: rows.map(({ id, url, description, state, failingSince }) => ({
      ...{ id, description, state, failingSince, stateName: stateName(state) },
      host: new URL(url).host,
    })),
    choices: mayChange ? eventChoices() : [],
    mayChange,
  }
}

export const actions: Actions = {
  create: (event) =>
    answer(event, async (form) => {
      const { secret } = await event.locals.api.webhooks.create({ nodeId: event.params.node, ...readEndpoint(form) })
      // Without a redirect: it is in this answer and nowhere else.
      return { secret }
    }),
}
