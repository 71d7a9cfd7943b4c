import { running } from '@ministry/api'
import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { safePath } from '#lib/safe-path.ts'
import { decisionsFor, readApproved, refusedLines } from './decisions.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { unread, decisions } = await parent()
  const asked = url.searchParams.get('tab')
  // Without a word in the address: where something waits.
  const tab = asked === 'news' || asked === 'decisions' ? asked : decisions > 0 ? 'decisions' : 'news'
  const after = url.searchParams.get('after') ?? undefined
  const onlyUnread = url.searchParams.get('show') === 'unread'
  return {
    tab,
    unread,
    decisions,
    onlyUnread,
    paged: after !== undefined,
    news:
      tab === 'news'
        ? await locals.api.messaging.inbox({ unread: onlyUnread, take: 30, ...(after && { after }) })
        : null,
    waiting: tab === 'decisions' ? await decisionsFor(locals.api, url, running().services.clock.now()) : null,
  }
}

const news = (url: URL) => `/inbox?tab=news${url.searchParams.get('show') === 'unread' ? '&show=unread' : ''}`

export const actions: Actions = {
  /** Approves what was ticked, each by itself; what was refused comes back with its reason. */
  approve: (event) =>
    answer(event, async (form) => {
      const cases = readApproved(form)
      if (!cases.length) return { bulk: { approved: 0, refused: [] } }
      const { approved, refused } = await event.locals.api.approvals.decideMany({ cases })
      if (refused.length) return { bulk: { approved: approved.length, refused: refusedLines(refused, form) } }
      tell(event, { text: m.approvals_page_done_many({ count: approved.length }) })
      const query = new URLSearchParams([...event.url.searchParams].filter(([name]) => !name.startsWith('/')))
      redirect(303, `/inbox?${query}`)
    }),
  /** Marks one as read or unread, or all as read. */
  mark: (event) =>
    answer(event, async (form) => {
      const id = textOf(form, 'id')
      const read = !form.has('unread')
      await event.locals.api.messaging.markRead({ read, ...(id && { ids: [id] }) })
      if (!id) tell(event, { text: m.messaging_done_read() })
      redirect(303, news(event.url))
    }),
  /** Marks it as read and goes where it leads. */
  open: (event) =>
    answer(event, async (form) => {
      const id = String(form.get('id'))
      await event.locals.api.messaging.markRead({ ids: [id] })
      redirect(303, safePath(form.get('to')))
    }),
}
