import { sql } from '@ministry/db'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { mutation } from '../verb.ts'
import { saveTemplateInput, saveTemplateOutput } from './messaging.schema.ts'
import { templatePlace } from './stored-templates.ts'
import { problemOf } from './templates.rules.ts'

/**
 * Writes a place's own words for an occasion, as a new version; they hold at the place and below it until they are removed. The
 * same words again change nothing. Errors: NotFound, NotAllowed; RuleBroken `messaging.save-template.unknown-field`,
 * `messaging.save-template.open-field`, `messaging.save-template.place-closed`; Conflict
 * `messaging.save-template.changed-meanwhile`. Source: MSG-1.
 */
export const saveTemplate = mutation({
  name: 'messaging.save-template',
  permission: { action: 'update', noun: 'Template' },
  input: saveTemplateInput,
  output: saveTemplateOutput,
  async run(ctx, { nodeId, key, language, subject, body, version: seen }) {
    const place = await templatePlace(ctx, 'update', nodeId)
    if (place.state !== 'active') throw ruleBroken('messaging.save-template.place-closed')
    const problem = problemOf(subject) ?? problemOf(body)
    if (problem) throw problem
    await ctx.tx.rows(
      sql`select pg_advisory_xact_lock(hashtextextended(${`template:${nodeId}:${key}:${language}`}, 0))`,
    )
    const before = await ctx.tx.prisma.template.findUnique({
      where: { nodeId_key_language: { nodeId, key, language } },
    })
    const last = before?.version ?? 0
    if (seen !== undefined && seen !== last) throw conflict('messaging.save-template.changed-meanwhile')
    if (before && !before.removedAt && before.subject === subject && before.body === body) return { version: last }
    const version = last + 1
    const by = ctx.principal.personId
    const words = { subject, body, version, updatedAt: ctx.at, updatedBy: by, removedAt: null }
    const id = before?.id ?? newId(ctx.at)
    if (before) await ctx.tx.prisma.template.update({ where: { id }, data: words })
    else await ctx.tx.prisma.template.create({ data: { id, nodeId, key, language, ...words } })
    await ctx.tx.prisma.templateVersion.create({
      data: { templateId: id, version, subject, body, createdAt: ctx.at, byPerson: by },
    })
    ctx.audit({
      noun: 'Template',
      subjectId: id,
      node: place,
      before: before && !before.removedAt ? { subject: before.subject, body: before.body, version: last } : null,
      after: { key, language, subject, body, version },
    })
    return { version }
  },
})
