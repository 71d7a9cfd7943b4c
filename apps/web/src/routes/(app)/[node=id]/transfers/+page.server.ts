import { m } from '@ministry/kernel/messages'
import { redirect } from '@sveltejs/kit'
import { answer, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { placesBelow } from '#lib/people/places-below.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const side = url.searchParams.get('side') === 'out' ? 'out' : 'in'
  const state = url.searchParams.get('state') === 'ended' ? 'ended' : 'open'
  const after = url.searchParams.get('after') ?? undefined
  const page = await locals.api.transfers.list({ nodeId: params.node, side, state, ...(after && { after }) })
  const answering = url.searchParams.get('accept') ?? url.searchParams.get('decline')
  const chosen = page.rows.find(({ id, may }) => id === answering && may.answer)
  return {
    ...{ side, state, page, paged: after !== undefined },
    chosen: chosen ?? null,
    places:
      chosen && url.searchParams.has('accept')
        ? await placesBelow(locals.api, { id: chosen.to.id, name: chosen.to.place })
        : null,
  }
}

export const actions: Actions = {
  accept: (event) =>
    answer(event, async (form) => {
      const { params, locals } = event
      const { state, personId } = await locals.api.transfers.accept({
        id: textOf(form, 'id') ?? '',
        nodeId: textOf(form, 'nodeId') ?? '',
      })
      tell(event, { text: state === 'accepted' ? m.transfers_said_accepted() : m.transfers_said_void() })
      return redirect(303, personId ? `/${params.node}/people/${personId}` : `/${params.node}/transfers`)
    }),
  decline: (event) =>
    answer(event, async (form) => {
      await event.locals.api.transfers.decline({ id: textOf(form, 'id') ?? '', reason: textOf(form, 'reason') ?? '' })
      tell(event, { text: m.transfers_said_declined() })
      return redirect(303, `/${event.params.node}/transfers`)
    }),
  withdraw: (event) =>
    answer(event, async (form) => {
      await event.locals.api.transfers.withdraw({ id: textOf(form, 'id') ?? '' })
      tell(event, { text: m.transfers_done_withdrawn() })
      return redirect(303, `/${event.params.node}/transfers?side=out`)
    }),
}
