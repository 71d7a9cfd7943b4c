/** The form of an event as what is drafted and asked for, in the browser and on the server. */
import { instantAt } from '#lib/zoned-day.ts'

const textIn = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
/** The instant of a field of date and time, as it is in the zone; what is no such time stays as it was typed, for the schema to refuse. */
function instantIn(form: FormData, name: string): string {
  const typed = textIn(form, name)
  const zone = textIn(form, 'timeZone')
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(typed) ? (instantAt(typed, zone)?.toISOString() ?? typed) : typed
}

/** What the form says. */
export const eventFrom = (form: FormData) => {
  const people = textIn(form, 'expectedPeople')
  return {
    id: textIn(form, 'eventId'),
    name: textIn(form, 'name'),
    startsAt: instantIn(form, 'startsAt'),
    endsAt: instantIn(form, 'endsAt'),
    timeZone: textIn(form, 'timeZone'),
    place: textIn(form, 'place') || null,
    link: textIn(form, 'link') || null,
    description: textIn(form, 'description'),
    expectedPeople: people ? Number(people) : null,
    budget: textIn(form, 'budget') || null,
  }
}

/** The same while it is being typed: who decides goes by the place alone. */
export const eventSoFar = (form: FormData) => {
  const asked = eventFrom(form)
  return asked.startsAt && asked.endsAt && (asked.place ?? asked.link) ? { ...asked, name: asked.name || '…' } : null
}
