/** What pages of webhooks say, in words. */
import { testEvent, webhookEvents } from '@ministry/domain/webhooks/schema'
import { m } from '@ministry/kernel/messages'
import { actText } from './words.server.ts'

/** `people.create` is "Added a person". */
export const eventName = (type: string): string => (type === testEvent ? m.webhooks_event_test() : actText(type))
export const eventChoices = () => webhookEvents.map((type) => ({ value: type, label: eventName(type) }))

const sentences = m as unknown as Record<string, (() => string) | undefined>
/** What went wrong on the way. */
export const problemName = (problem: string): string =>
  sentences[`webhooks_problem_${problem.replaceAll('-', '_')}`]?.() ?? m.webhooks_problem_broken()
export const stateName = (state: string): string => sentences[`webhooks_state_${state}`]?.() ?? state
export const deliveryStateName = (state: string): string => sentences[`webhooks_delivery_${state}`]?.() ?? state

/** What a form says of an endpoint. */
export const readEndpoint = (form: FormData) => ({
  url: String(form.get('url') ?? ''),
  description: String(form.get('description') ?? ''),
  events: webhookEvents.filter((type) => form.get(`on-${type}`) !== null),
})
