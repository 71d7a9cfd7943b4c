import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { mailKindName } from '#lib/mail-words.ts'
import { tell } from '#lib/notice.server.ts'
import { seatOf } from '#lib/seat.ts'
import { stopName, stopText } from '../words.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { me } = await parent()
  const seat = seatOf(me, url)
  const after = url.searchParams.get('after') ?? undefined
  if (!seat) return { rows: [], next: null, total: 0, at: undefined, paged: false, lifting: null }
  const { rows, next, total } = await locals.api.messaging.suppressions({ nodeId: seat.id, take: 50, after })
  return {
    rows: rows.map((row) => ({
      ...row,
      name: stopName(row.reason),
      text: stopText(row.reason),
      kindName: row.kind === 'all' ? null : mailKindName(row.kind),
    })),
    next,
    total,
    at: seat.id,
    paged: after !== undefined,
    /** Whose form is open. */
    lifting: url.searchParams.get('lift'),
  }
}

export const actions: Actions = {
  /** Lets an address be written to again. */
  lift: (event) =>
    answer(event, async (form) => {
      const { lifted } = await event.locals.api.messaging.liftSuppression({
        id: textOf(form, 'id') ?? '',
        reason: textOf(form, 'reason') ?? '',
      })
      tell(event, { text: lifted ? m.messaging_care_lifted() : m.messaging_care_unchanged() })
      const at = event.url.searchParams.get('at')
      redirect(303, event.url.pathname + (at ? `?at=${encodeURIComponent(at)}` : ''))
    }),
}
