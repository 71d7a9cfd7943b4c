import type { AutomationName, AutomationView } from '@ministry/domain/automation/schema'
import { m } from '@ministry/kernel/messages'
import { formatList, formatNumber } from '@ministry/ui/format.ts'
import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { automationTitle } from '#lib/automation/automation-words.ts'
import { tell } from '#lib/notice.server.ts'
import { textOfCode } from '#lib/server/say.ts'
import { numberNames, readNumbers } from './read-numbers.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { node, automations, change } = await locals.api.automation.settings({ nodeId: params.node })
  const tuned = url.searchParams.get('tune')
  return { node, change, tuned, automations: automations.map((view) => cardOf(view, node.id)) }
}

/** An automation as its card shows it. */
function cardOf(view: AutomationView, here: string) {
  const { automation, numbers, planned, above } = view
  const shown = formatNumber(planned.count)
  const from = view.numbersFrom ?? view.enabledFrom
  return {
    automation,
    title: automationTitle(automation),
    enabled: view.enabled,
    sentence: sentenceOf(automation, numbers),
    origin: view.own
      ? m.automation_holds_here()
      : from && from.id !== here
        ? m.automation_holds_from({ name: from.name })
        : m.automation_holds_product(),
    own: view.own,
    ownEnabled: view.enabledFrom?.id === here ? view.enabled : null,
    ownNumbers: view.numbersFrom?.id === here,
    planned: planned.more
      ? m.automation_planned_more({ shown })
      : m.automation_planned({ count: planned.count, shown }),
    above: { enabled: above.enabled, sentence: sentenceOf(automation, above.numbers) },
    fields: numberNames[automation].map((name) => ({ name, value: typedOf(numbers[name]) })),
  }
}
const typedOf = (value: number | number[] | undefined) =>
  Array.isArray(value) ? value.join(', ') : String(value ?? '')
const sentenceOf = (automation: string, numbers: AutomationView['numbers']) =>
  textOfCode(
    `automation.sentence.${automation}`,
    Object.fromEntries(
      Object.entries(numbers).map(([name, value]) => [name, Array.isArray(value) ? daysText(value) : typedOf(value)]),
    ),
  ) ?? ''

/** `at once, after 3 days and after 10 days`. */
const daysText = (days: readonly number[]) =>
  formatList(days.map((count) => (count === 0 ? m.automation_days_at_once() : m.automation_days_after({ count }))))

/** A name that was never offered is refused by the verb. */
const automationIn = (form: FormData) => form.get('automation') as AutomationName
const switched: Record<string, boolean> = { on: true, off: false }

export const actions: Actions = {
  tune: (event) =>
    answer(event, async (form) => {
      const automation = automationIn(form)
      await event.locals.api.automation.changeSettings({
        nodeId: event.params.node,
        automation,
        enabled: switched[String(form.get('enabled'))] ?? null,
        numbers: form.get('whose') === 'own' ? readNumbers(automation, form) : null,
      })
      return saved(event)
    }),
  inherit: (event) =>
    answer(event, async (form) => {
      const input = { nodeId: event.params.node, automation: automationIn(form), enabled: null, numbers: null }
      await event.locals.api.automation.changeSettings(input)
      return saved(event)
    }),
}

function saved(event: Parameters<NonNullable<Actions['tune']>>[0]): never {
  tell(event, { text: m.automation_done_settings() })
  redirect(303, `/${event.params.node}/settings/automations`)
}
