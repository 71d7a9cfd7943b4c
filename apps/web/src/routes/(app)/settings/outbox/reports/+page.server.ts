import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { reportName, reportText } from '../words.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const { rows, next, total, refused } = await locals.api.messaging.reports({ take: 50, after })
  return {
    rows: rows.map((row) => ({ ...row, name: reportName(row), text: reportText(row) })),
    next,
    total,
    refused,
    paged: after !== undefined,
  }
}

export const actions: Actions = {
  /** Reads the report anew and has it applied again. */
  retry: (event) =>
    answer(event, async (form) => {
      const { outcome } = await event.locals.api.messaging.retryReport({ reportId: textOf(form, 'id') ?? '' })
      tell(event, { text: outcome === 'again' ? m.messaging_care_again() : m.messaging_care_still_unreadable() })
      redirect(303, event.url.pathname)
    }),
}
