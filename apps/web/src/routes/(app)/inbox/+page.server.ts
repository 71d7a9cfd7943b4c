import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { safePath } from '#lib/safe-path.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const unread = url.searchParams.get('show') === 'unread'
  const page = await locals.api.messaging.inbox({ unread, take: 30, ...(after && { after }) })
  return { page, onlyUnread: unread, paged: after !== undefined }
}

export const actions: Actions = {
  /** Marks one as read or unread, or all as read. */
  mark: (event) =>
    answer(event, async (form) => {
      const id = textOf(form, 'id')
      const read = !form.has('unread')
      await event.locals.api.messaging.markRead({ read, ...(id && { ids: [id] }) })
      if (!id) tell(event, { text: m.messaging_done_read() })
      redirect(303, `/inbox${event.url.searchParams.get('show') === 'unread' ? '?show=unread' : ''}`)
    }),
  /** Marks it as read and goes where it leads. */
  open: (event) =>
    answer(event, async (form) => {
      const id = String(form.get('id'))
      await event.locals.api.messaging.markRead({ ids: [id] })
      redirect(303, safePath(form.get('to')))
    }),
}
