import { m } from '@ministry/kernel/messages'
import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import {
  deliveryStateName,
  eventChoices,
  eventName,
  problemName,
  readEndpoint,
  stateName,
} from '#lib/webhook-words.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const [endpoint, { mayChange }, told] = await Promise.all([
    locals.api.webhooks.get({ id: params.endpoint }),
    locals.api.webhooks.list({ nodeId: params.node }),
    locals.api.webhooks.deliveries({ id: params.endpoint, take: 20, ...(after && { after }) }),
  ])
  return {
    endpoint: { ...endpoint, stateName: stateName(endpoint.state), eventNames: endpoint.events.map(eventName) },
    choices: mayChange ? eventChoices() : [],
    mayChange,
    paged: after !== undefined,
    next: told.next,
    deliveries: told.rows.map(({ id, type, at, state, attempts, status, problem }) => ({
      ...{ id, at, state, attempts, name: eventName(type), stateName: deliveryStateName(state) },
      answer: status !== null ? m.webhooks_delivery_answer({ status }) : problem ? problemName(problem) : null,
    })),
  }
}

const here = ({ params }: RequestEvent) => `/${params.node}/settings/webhooks/${params.endpoint}`

export const actions: Actions = {
  change: (event) =>
    answer(event, async (form) => {
      const version = Number(form.get('version'))
      await event.locals.api.webhooks.change({ id: event.params.endpoint, version, ...readEndpoint(form) })
      tell(event, { text: m.webhooks_done_saved() })
      redirect(303, here(event))
    }),
  state: (event) =>
    answer(event, async (form) => {
      const state = String(form.get('state')) as 'active' | 'paused' | 'removed'
      await event.locals.api.webhooks.setState({ id: event.params.endpoint, state })
      const removed = state === 'removed'
      tell(event, { text: removed ? m.webhooks_done_removed() : m.webhooks_done_saved() })
      redirect(303, removed ? `/${event.params.node}/settings/webhooks` : here(event))
    }),
  rotate: (event) => answer(event, () => event.locals.api.webhooks.rotateSecret({ id: event.params.endpoint })),
  test: (event) =>
    answer(event, async () => {
      await event.locals.api.webhooks.test({ id: event.params.endpoint })
      tell(event, { text: m.webhooks_done_test() })
      redirect(303, here(event))
    }),
  replay: (event) =>
    answer(event, async (form) => {
      await event.locals.api.webhooks.replay({ deliveryId: String(form.get('id')) })
      tell(event, { text: m.webhooks_done_replay() })
      redirect(303, here(event))
    }),
}
