/** Until when a follow-up is put off with one press. */
import { addDays } from '@ministry/kernel/calendar'
import { m } from '@ministry/kernel/messages'

/** A day and a week from today, or from the day it is due where that lies ahead. */
export function snoozeDays(dueOn: string, today: string): { until: string; label: () => string }[] {
  const from = dueOn > today ? dueOn : today
  return [
    { until: addDays(from, 1), label: m.follow_ups_snooze_day },
    { until: addDays(from, 7), label: m.follow_ups_snooze_week },
  ]
}
