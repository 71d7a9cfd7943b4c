/** What each assignee has to do. Pure. Source: PPL-6 (workload view). */
import { addDays, type CalendarDate } from '@ministry/kernel/calendar'

export interface Task {
  id: string
  assigneeId: string | null
  wantedOn: Date
  snoozedUntil: Date | null
}
export interface Load {
  assigneeId: string | null
  open: number
  overdue: number
  thisWeek: number
  snoozed: number
  left: number
}

/** The last day of the week (Sunday) that a day belongs to. Source: ISO 8601. */
export function endOfWeek(day: CalendarDate): CalendarDate {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, weekday === 0 ? 0 : 7 - weekday)
}

/** Loads, nobody's first, then by what is overdue and what is open. `left` are those that their assignee can see to no more. */
export function loadsOf(tasks: readonly Task[], today: CalendarDate, left: ReadonlySet<string>): Load[] {
  const week = endOfWeek(today)
  const loads = [...Map.groupBy(tasks, ({ assigneeId }) => assigneeId)].map(([assigneeId, own]) => {
    const count = (passes: (day: CalendarDate, task: Task) => boolean) =>
      own.filter((task) => passes(task.wantedOn.toISOString().slice(0, 10), task)).length
    return {
      assigneeId,
      open: own.length,
      overdue: count((day) => day < today),
      thisWeek: count((day) => day >= today && day <= week),
      snoozed: count((day, { snoozedUntil }) => snoozedUntil !== null && day > today),
      left: count((_day, { id }) => left.has(id)),
    }
  })
  return loads.sort(
    (a, b) =>
      Number(b.assigneeId === null) - Number(a.assigneeId === null) ||
      b.overdue - a.overdue ||
      b.open - a.open ||
      a.assigneeId!.localeCompare(b.assigneeId!),
  )
}
