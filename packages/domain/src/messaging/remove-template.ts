import { find } from '@ministry/access/scope'
import { mutation } from '../verb.ts'
import { templateInput, saveTemplateOutput } from './messaging.schema.ts'
import { templatePlace } from './stored-templates.ts'

/**
 * Takes a place's own words back, so that those from above hold again; its versions stay and can be saved anew. Where it has none,
 * nothing happens. Errors: NotFound, NotAllowed. Source: MSG-1.
 */
export const removeTemplate = mutation({
  name: 'messaging.remove-template',
  permission: { action: 'end', noun: 'Template' },
  input: templateInput,
  output: saveTemplateOutput,
  async run(ctx, { nodeId, key, language }) {
    const place = await templatePlace(ctx, 'end', nodeId)
    const own = await ctx.tx.prisma.template.findUnique({ where: { nodeId_key_language: { nodeId, key, language } } })
    if (!own || own.removedAt) return { version: own?.version ?? 0 }
    await find(ctx, 'end', 'Template', own.id)
    await ctx.tx.prisma.template.update({ where: { id: own.id }, data: { removedAt: ctx.at } })
    ctx.audit({
      noun: 'Template',
      subjectId: own.id,
      node: place,
      before: { key, language, subject: own.subject, body: own.body, version: own.version },
      after: { removed: true },
    })
    return { version: own.version }
  },
})
