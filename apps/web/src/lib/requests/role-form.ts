/** The form of a proposal as what is asked for, in the browser and on the server. */
import { zonedDay } from '#lib/zoned-day.ts'

const textIn = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

const acts = ['give', 'hand-over', 'end'] as const

/** What the form says; days are those of the place, the last one included. */
export function roleFrom(form: FormData, timeZone: string) {
  const instant = (name: string, later: number) => {
    const day = textIn(form, name)
    return /^\d{4}-\d{2}-\d{2}$/.test(day) ? zonedDay(day, timeZone, later).toISOString() : day || null
  }
  const act = acts.find((one) => one === textIn(form, 'act')) ?? 'give'
  return {
    act,
    personId: textIn(form, 'personId'),
    ...(act === 'hand-over' && { fromId: textIn(form, 'fromId') }),
    role: textIn(form, 'role'),
    startsAt: instant('from', 0),
    endsAt: instant('until', 1),
    reason: textIn(form, 'reason') || null,
  }
}

/** The same while it is being chosen: who decides goes by the role and the person. */
export function roleSoFar(form: FormData, timeZone: string) {
  const asked = roleFrom(form, timeZone)
  return asked.personId && asked.role ? asked : null
}
