import { query } from '../verb.ts'
import { defaultLanguages, defaultTemplate } from './default-templates.ts'
import { templateKeys, templatesInput, templatesOutput } from './messaging.schema.ts'
import { templatePlace, templatesAt } from './stored-templates.ts'
import { wordsFor } from './templates.rules.ts'

/** The words that hold at a place, for each occasion and language, and whose they are. Errors: NotFound, NotAllowed. Source: MSG-1. */
export const templates = query({
  name: 'messaging.templates',
  permission: { action: 'read', noun: 'Template' },
  input: templatesInput,
  output: templatesOutput,
  async run(ctx, { nodeId }) {
    await templatePlace(ctx, 'read', nodeId)
    const held = await templatesAt(ctx, nodeId)
    return templateKeys.flatMap((key) => {
      const written = held.filter((template) => template.key === key).map(({ language }) => language)
      return [...new Set([...defaultLanguages, ...written])].toSorted().map((language) => {
        const words = wordsFor(held, key, [language], [])
        return {
          key,
          language,
          subject: words?.subject ?? defaultTemplate(key, language).subject,
          from: words ? { id: words.nodeId, name: words.nodeName } : null,
          own: words?.nodeId === nodeId,
          updatedAt: words?.updatedAt ?? null,
        }
      })
    })
  },
})
