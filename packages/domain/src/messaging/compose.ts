/** From a waiting mail to what is sent, or why it isn't: read as the role that delivers. Source: MSG-1, MSG-2. */
import { roleNames, roles } from '@ministry/access'
import { sql } from '@ministry/db'
import { renderMail, renderWritten, type RenderedMail } from '@ministry/mail'
import type { Context } from '../context.ts'
import { addressFor, type Obstacle } from './consent.rules.ts'
import { defaultLanguages, defaultTemplate } from './default-templates.ts'
import { addresseeOf, type StoredAddressee } from './addressee.ts'
import { mergeValues, nearest, type WritingPlace } from './merge-values.ts'
import { templateKey, type MailKind } from './messaging.schema.ts'
import { heldUntil, type QuietHours } from './quiet-hours.rules.ts'
import { baseLanguage, problemOf, wordsFor } from './templates.rules.ts'

const leaders = roleNames.filter((role) => roles[role].leads)

export interface WaitingMail {
  id: string
  template: string
  kind: MailKind
  personId: string
  nodeId: string | null
  scopeIds: string[]
}
export interface Composed extends RenderedMail {
  recipient: string
  language: string
  templateId: string | null
  templateVersion: number | null
  replyTo: string | undefined
}
export type Composition = { obstacle: Obstacle | 'nothing-new' } | { until: Date } | { mail: Composed }

/** `lines` are the news of a daily summary, in words. */
export async function compose(ctx: Context, waiting: WaitingMail, lines: readonly string[]): Promise<Composition> {
  const to = await addresseeOf(ctx.tx.rows, waiting.personId)
  if (!to) return { obstacle: 'no-person' }
  const target = addressFor(
    waiting.kind,
    waiting.kind === 'digest' && to.accountEmail ? { ...to, addresses: [to.accountEmail] } : to,
  )
  if ('obstacle' in target) return target
  const until = await quietUntil(ctx, to.homeIds.length ? to.homeIds : waiting.scopeIds)
  if (until) return { until }
  const chain = await chainOf(ctx, waiting.scopeIds.length ? waiting.scopeIds : to.homeIds)
  const leave = `${ctx.services.origin}/unsubscribe/${ctx.services.mailTokens.sign(waiting.id)}`
  if (waiting.kind === 'digest') {
    if (lines.length === 0) return { obstacle: 'nothing-new' }
    return { mail: { ...digestOf(ctx, to, chain, lines, leave), recipient: target.address } }
  }
  return { mail: { ...(await writtenOf(ctx, waiting, to, chain, leave)), recipient: target.address } }
}

function digestOf(
  { services }: Context,
  to: StoredAddressee,
  chain: readonly WritingPlace[],
  lines: readonly string[],
  leave: string,
) {
  const fields = {
    movement: chain[0]?.name ?? '',
    name: to.preferredName ?? to.name,
    link: `${services.origin}/inbox`,
    lines,
  }
  const rendered = renderMail({ template: 'digest', fields }, 'en', leave)
  return { ...rendered, language: 'en', templateId: null, templateVersion: null, replyTo: undefined }
}

async function writtenOf(
  ctx: Context,
  waiting: WaitingMail,
  to: StoredAddressee,
  chain: readonly WritingPlace[],
  leave: string,
) {
  const key = templateKey.parse(waiting.template)
  const languages = [...to.languages, nearest(chain, 'language') ?? 'en', 'en'].map(baseLanguage)
  const own = wordsFor(await storedTemplates(ctx, waiting.scopeIds, key), key, languages, defaultLanguages)
  const words = own ?? defaultTemplate(key, languages.find((language) => defaultLanguages.includes(language)) ?? 'en')
  const { subject, body, language } = words
  // Kept before a field went away, say: sent with a hole in it, nobody would know. It waits for the words to be mended.
  const problem = problemOf(subject) ?? problemOf(body)
  if (problem) throw problem
  const values = mergeValues(to, chain, await senderAt(ctx, waiting.scopeIds), ctx.at, language)
  return {
    ...renderWritten({ subject, body, language, values, sender: chain.at(-1)?.name ?? '', leave }),
    language,
    templateId: own?.id ?? null,
    templateVersion: own?.version ?? null,
    replyTo: nearest(chain, 'contactEmail') ?? undefined,
  }
}

/** By the clock and the quiet hours of the reader's home; of somebody without one, by those of the place that writes. */
async function quietUntil(ctx: Context, scopeIds: readonly string[]): Promise<Date | null> {
  const places = await ctx.tx.rows<{ timeZone: string | null; quietHours: QuietHours | null }>(sql`
    select time_zone as "timeZone", calendar -> 'quietHours' as "quietHours"
      from org_node where id = any (${scopeIds}::uuid[]) order by depth desc`)
  const said = <T>(values: (T | null)[]) => values.find((value) => value !== null)
  const timeZone = said(places.map(({ timeZone }) => timeZone)) ?? 'UTC'
  return heldUntil(ctx.at, timeZone, said(places.map(({ quietHours }) => quietHours)))
}

const chainOf = (ctx: Context, scopeIds: readonly string[]) =>
  ctx.tx.rows<WritingPlace>(sql`
    select name, time_zone as "timeZone", language, contact_email as "contactEmail", website
      from org_node where id = any (${scopeIds}::uuid[]) order by depth`)

interface Stored {
  id: string
  key: string
  language: string
  depth: number
  subject: string
  body: string
  version: number
}
const storedTemplates = (ctx: Context, scopeIds: readonly string[], key: string) =>
  ctx.tx.rows<Stored>(sql`
    select t.id, t.key, t.language, n.depth, t.subject, t.body, t.version from template t join org_node n on n.id = t.node_id
     where t.node_id = any (${scopeIds}::uuid[]) and t.key = ${key} and t.removed_at is null`)

/** Who leads the place, or the nearest above it that is led. */
async function senderAt(ctx: Context, scopeIds: readonly string[]): Promise<string | null> {
  const [leader] = await ctx.tx.rows<{ name: string }>(sql`
    select coalesce(p.preferred_name, p.name) as name
      from role_assignment a join person p on p.id = a.person_id
     where a.node_id = any (${scopeIds}::uuid[]) and a.role = any (${leaders}::text[])
       and a.starts_at <= ${ctx.at} and (a.ends_at is null or a.ends_at > ${ctx.at})
     order by cardinality(a.scope_ids) desc, a.starts_at, a.id limit 1`)
  return leader?.name ?? null
}
