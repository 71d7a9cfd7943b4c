import { roleNames, roles } from '@ministry/access'
import { find, scope } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { renderWritten } from '@ministry/mail'
import { query } from '../verb.ts'
import { defaultTemplate } from './default-templates.ts'
import { mergeValues, type WritingPlace, type WrittenTo } from './merge-values.ts'
import { previewTemplateInput, previewTemplateOutput } from './messaging.schema.ts'
import { templatePlace, templatesAt } from './stored-templates.ts'
import { problemOf, wordsFor } from './templates.rules.ts'

const leaders = roleNames.filter((role) => roles[role].leads)

/**
 * A template as a real person would get it; with `subject` and `body`, words that aren't saved yet. Nothing is sent. Errors:
 * NotFound place or person, NotAllowed; RuleBroken as of `saveTemplate`. Source: MSG-1.
 */
export const previewTemplate = query({
  name: 'messaging.preview-template',
  permission: { action: 'read', noun: 'Template' },
  input: previewTemplateInput,
  output: previewTemplateOutput,
  async run(ctx, { nodeId, key, language, personId, ...words }) {
    const { scopeIds } = await templatePlace(ctx, 'read', nodeId)
    const person = await find<WrittenTo>(ctx, 'read', 'Person', personId)
    const held = wordsFor(await templatesAt(ctx, nodeId), key, [language], []) ?? defaultTemplate(key, language)
    const { subject = held.subject, body = held.body } = words
    const problem = problemOf(subject) ?? problemOf(body)
    if (problem) throw problem
    const chain: WritingPlace[] = await ctx.tx.prisma.orgNode.findMany({
      where: { AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: scopeIds } }] },
      orderBy: { depth: 'asc' },
    })
    const [sender] = await ctx.tx.rows<{ name: string }>(sql`
      select l.name from app.node_leaders(${scopeIds}::uuid[], ${ctx.at}, ${leaders}::text[]) l
       order by array_position(${scopeIds}::uuid[], l.node_id) desc, l.since limit 1`)
    return renderWritten({
      subject,
      body,
      language,
      values: mergeValues(person, chain, sender?.name ?? null, ctx.at, language),
      sender: chain.at(-1)?.name ?? '',
      leave: `${ctx.services.origin}/unsubscribe`,
    })
  },
})
