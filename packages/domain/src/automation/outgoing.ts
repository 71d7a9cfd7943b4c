/** What automations write to people, by way of messaging. Source: MSG-1. */
import type { Context } from '../context.ts'
import { sendFromTemplate, type FromTemplate } from '../messaging/index.ts'
import type { Step } from './written-acts.ts'

type TemplateKey = FromTemplate['templateKey']
/** Steps that write to the person, beside the mails of a series. */
const letters: Record<string, TemplateKey> = { state: 'pre-graduate', transition: 'alumni' }

/** The template that a step sends, if it sends any. */
function templateOf({ automation, step }: Step['next']): TemplateKey | undefined {
  if (!step.startsWith('mail-')) return letters[step]
  const series = automation === 're-engage' ? 're-engagement' : 'welcome'
  return `${series}-${step.slice('mail-'.length)}` as TemplateKey
}

/** Writes the letter of a step, in the transaction of the step; whether it may go is judged by messaging when it goes. */
export async function sendLetter(ctx: Context, { life: { person }, next }: Step, nodeId: string): Promise<void> {
  const templateKey = templateOf(next)
  if (!templateKey) return
  const dedupeKey = ['automation', person.id, next.automation, next.occurrence, next.step].join(':')
  await sendFromTemplate(ctx, { templateKey, personId: person.id, nodeId, dedupeKey })
}
