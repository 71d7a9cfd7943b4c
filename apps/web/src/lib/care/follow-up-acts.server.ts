/** Done, put off, dropped and opened again: the same forms on every page that lists follow-ups. */
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Notice } from '#lib/notice.ts'

/** The page without the act: filters and tab stay. */
function pageOf(url: URL): string {
  const query = [...url.searchParams].filter(([name]) => !name.startsWith('/'))
  return query.length ? `${url.pathname}?${new URLSearchParams(query)}` : url.pathname
}

const acting =
  (run: (event: RequestEvent, one: { id: string; version: number }, form: FormData) => Promise<Notice>) =>
  (event: RequestEvent) =>
    answer(event, async (form) => {
      const one = { id: textOf(form, 'id') ?? '', version: Number(textOf(form, 'version')) }
      tell(event, await run(event, one, form))
      return redirect(303, pageOf(event.url))
    })
const undo = ({ url }: RequestEvent, { id, version }: { id: string; version: number }) => {
  const query = pageOf(url).split('?')[1]
  return { action: `${url.pathname}?/reopen${query ? `&${query}` : ''}`, fields: { id, version: String(version) } }
}

export const followUpActs = {
  done: acting(async (event, one) => {
    const closed = await event.locals.api.followUps.close({ ...one, as: 'done' })
    return { text: m.follow_ups_said_done(), undo: undo(event, closed) }
  }),
  // The same with a word on what came of it: the one press needs none.
  close: acting(async (event, one, form) => {
    const outcome = textOf(form, 'outcome') ?? null
    const closed = await event.locals.api.followUps.close({ ...one, as: 'done', outcome })
    return { text: m.follow_ups_said_done(), undo: undo(event, closed) }
  }),
  change: acting(async ({ locals }, one, form) => {
    const [title, dueOn] = [textOf(form, 'title') ?? '', textOf(form, 'dueOn') ?? '']
    await locals.api.followUps.change({ ...one, title, dueOn, detail: textOf(form, 'detail') ?? null })
    return { text: m.follow_ups_said_changed() }
  }),
  drop: acting(async (event, one) => {
    const closed = await event.locals.api.followUps.close({ ...one, as: 'dropped' })
    return { text: m.follow_ups_said_dropped(), undo: undo(event, closed) }
  }),
  snooze: acting(async ({ locals }, one, form) => {
    await locals.api.followUps.snooze({ ...one, until: textOf(form, 'until') ?? '' })
    return { text: m.follow_ups_said_snoozed() }
  }),
  reopen: acting(async ({ locals }, one) => {
    await locals.api.followUps.reopen(one)
    return { text: m.follow_ups_said_reopened() }
  }),
}
