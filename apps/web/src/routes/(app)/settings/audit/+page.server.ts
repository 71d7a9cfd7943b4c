import { isCalendarDate } from '@ministry/kernel/calendar'
import { zonedDay } from '#lib/zoned-day.ts'
import { auditRow } from '#lib/audit-row.server.ts'
import { actText } from '#lib/words.server.ts'
import { seatOf } from '#lib/seat.ts'
import type { PageServerLoad } from './$types.js'

/** Acts that leave entries, for the filter. */
const acts = [
  'accounts.sign-in',
  'accounts.invite',
  'accounts.accept-invitation',
  'accounts.assign-role',
  'accounts.end-role',
  'accounts.deactivate',
  'accounts.change-password',
  'imports.commit',
  'monitoring.retry',
  'monitoring.cancel',
  'monitoring.replay',
  'org.open',
  'org.rename',
  'org.move',
  'org.close',
  'org.reopen',
  'org.change-settings',
  'people.create',
  'people.update',
  'people.change-state',
  'people.archive',
]

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { me, timeZone } = await parent()
  const seat = seatOf(me, url)
  const asked = (name: string) => url.searchParams.get(name) ?? undefined
  const [from, until] = [asked('from'), asked('until')].map((text) => (text && isCalendarDate(text) ? text : undefined))
  const action = acts.find((act) => act === asked('action'))
  const { rows, next, total, totalIsMore } = await locals.api.audit.search({
    take: 50,
    after: asked('after'),
    nodeId: seat?.id,
    action,
    personId: asked('person'),
    subjectId: asked('subject'),
    from: from ? zonedDay(from, timeZone) : undefined,
    until: until ? zonedDay(until, timeZone, 1) : undefined,
  })
  return {
    rows: rows.map(auditRow),
    next,
    total,
    totalIsMore,
    paged: url.searchParams.has('after'),
    at: seat?.id,
    filter: { action, from, until, person: asked('person'), subject: asked('subject') },
    acts: acts.map((act) => ({ value: act, label: actText(act) })),
  }
}
