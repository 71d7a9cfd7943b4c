/** What automations say to people and to their leaders, by way of messaging. Source: MSG-1, MSG-3. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { notify, sendFromTemplate, type FromTemplate, type NewsFor } from '../messaging/index.ts'
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

/** Tells whoever holds one of the roles at the person's place or above, in the app. */
export async function announce(
  ctx: Context,
  { life: { person }, next }: Step,
  { kind, roles, about = '' }: { kind: NewsFor['kind']; roles: readonly string[]; about?: string },
): Promise<void> {
  const holders = await ctx.tx.rows<{ personId: string }>(sql`
    select distinct l.person_id as "personId" from app.node_leaders(${person.homeIds}::uuid[], ${ctx.at}, ${roles}::text[]) l
     where l.person_id <> ${person.id}::uuid`)
  for (const { personId } of holders)
    await notify(ctx, {
      personId,
      kind,
      nodeId: person.homeNodeId,
      aboutId: person.id,
      dedupeKey: ['automation', kind, about, person.id, next.occurrence, personId].join(':'),
    })
}
