import { may } from '@ministry/access'
import { scope } from '@ministry/access/scope'
import { query } from '../verb.ts'
import { defaultTemplate } from './default-templates.ts'
import { templateInput, templateOutput } from './messaging.schema.ts'
import { templatePlace, templatesAt } from './stored-templates.ts'
import { wordsFor } from './templates.rules.ts'

const VERSIONS = 20

/** One template as it holds at a place, with the versions that the place itself had. Errors: NotFound, NotAllowed. Source: MSG-1. */
export const template = query({
  name: 'messaging.template',
  permission: { action: 'read', noun: 'Template' },
  input: templateInput,
  output: templateOutput,
  async run(ctx, { nodeId, key, language }) {
    const place = await templatePlace(ctx, 'read', nodeId)
    const words = wordsFor(await templatesAt(ctx, nodeId), key, [language], [])
    const own = await ctx.tx.prisma.template.findFirst({
      where: { AND: [scope(ctx, 'read', 'Template'), { nodeId, key, language }] },
      select: { version: true, versions: { orderBy: { version: 'desc' }, take: VERSIONS } },
    })
    const versions = own?.versions ?? []
    const people = await ctx.tx.prisma.person.findMany({
      where: {
        AND: [scope(ctx, 'read', 'Person'), { id: { in: versions.flatMap(({ byPerson }) => byPerson ?? []) } }],
      },
      select: { id: true, name: true, preferredName: true },
    })
    const names = new Map(people.map(({ id, name, preferredName }) => [id, preferredName ?? name]))
    const { subject, body } = words ?? defaultTemplate(key, language)
    return {
      key,
      language,
      subject,
      body,
      from: words ? { id: words.nodeId, name: words.nodeName } : null,
      own: words?.nodeId === nodeId,
      version: own?.version ?? 0,
      versions: versions.map(({ byPerson, ...version }) => ({ ...version, by: names.get(byPerson ?? '') ?? null })),
      mayEdit: place.state === 'active' && may(ctx.ability, 'update', 'Template', { nodeId, scopeIds: place.scopeIds }),
    }
  },
})
