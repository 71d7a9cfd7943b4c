import { isTimeZone } from '@ministry/kernel/calendar'
import { cookieName } from '#lib/cookie-name.ts'
import { takeNotice } from '#lib/notice.server.ts'
import type { LayoutServerLoad } from './$types.js'

export const load: LayoutServerLoad = async ({ locals, cookies, url, untrack }) => {
  const timeZone = cookies.get(untrack(() => cookieName(url, 'time-zone'))) ?? ''
  const [me, unread, waiting] = await Promise.all([
    locals.api.accounts.me({}),
    locals.api.messaging.unread({}),
    locals.api.approvals.inboxCount({}),
  ])
  return {
    me,
    unread: unread.count,
    decisions: waiting.total,
    overdue: waiting.overdue,
    theme: locals.theme,
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    notice: takeNotice({ cookies, url: untrack(() => new URL(url)) }),
  }
}
