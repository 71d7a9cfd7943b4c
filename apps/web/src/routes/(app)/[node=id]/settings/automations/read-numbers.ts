/** Numbers of an automation as a form gives them. */
import type { AutomationName } from '@ministry/domain/automation/schema'

/** What can be tuned of each, in the order of the form. `days` are typed with commas between. */
export const numberNames: Record<AutomationName, readonly string[]> = {
  welcome: ['days', 'lateDays'],
  'pre-graduate': ['monthsBefore'],
  alumni: ['daysToObject'],
  're-engage': ['monthsSilent', 'days', 'lateDays', 'followUpDays'],
}

/** The form's numbers; what isn't a number becomes one that no automation takes, so that the refusal stands at its field. */
export function readNumbers(automation: AutomationName, form: FormData): Record<string, number | number[]> {
  const typed = (name: string) => String(form.get(name) ?? '').trim()
  const read = (text: string) => (/^\d{1,4}$/.test(text) ? Number(text) : -1)
  return Object.fromEntries(
    (numberNames[automation] ?? []).map((name) => [
      name,
      name === 'days'
        ? typed(name)
            .split(/[\s,;]+/)
            .map(read)
        : read(typed(name)),
    ]),
  )
}
