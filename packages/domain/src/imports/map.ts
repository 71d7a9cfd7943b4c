import { sql } from '@ministry/db'
import { notFound } from '@ministry/kernel/errors'
import { placesOf } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { assertFollows, assertMeanings, assertUsable } from './imports.rules.ts'
import { doneOutput, mapInput, type Settings } from './imports.schema.ts'
import { planRequested } from './imports.events.ts'
import { kindOf } from './kinds.ts'
import { rememberColumns } from './reading/index.ts'
import { lockImport, placeOf } from './stored.ts'

/**
 * Confirms the columns and how values are read, remembers the choice for files with the same headings, and starts the dry
 * run. Errors: RuleBroken `imports.map.*`, `imports.step.not-now`; NotFound home node. Source: IMP-2.
 */
export const map = mutation({
  name: 'imports.map',
  permission: { action: 'plan', noun: 'Import' },
  input: mapInput,
  output: doneOutput,
  async run(ctx, { id, fields, settings }) {
    const found = await lockImport(ctx, 'plan', id)
    assertFollows(found.state, 'planning')
    const kind = kindOf(ctx.services, found.kind)
    const place = (await placesOf(ctx, [found.nodeId])).get(found.nodeId)!
    const offered = await kind.fields(ctx, place)
    const multiple = new Set(offered.filter((field) => field.multiple).map(({ key }) => key))
    const options = new Map(offered.map(({ key, choices = [] }) => [key, choices.map(({ value }) => value)]))
    assertUsable(fields, found.source.headings, multiple, kind.required)
    assertMeanings(settings.meanings ?? {}, options)
    if (settings.homeNodeId) {
      const home = (await placesOf(ctx, [settings.homeNodeId])).get(settings.homeNodeId)
      if (!home?.scopeIds.includes(found.nodeId)) throw notFound('OrgNode')
    }
    const known = new Set(offered.map(({ key }) => key))
    const columns = found.mapping.columns.map((column, i) => {
      const field = fields[i] !== undefined && fields[i] !== null && known.has(fields[i]) ? fields[i] : null
      return field === column.field
        ? column
        : { ...column, field, confidence: 'certain' as const, why: { code: 'imports.map.chosen', values: {} } }
    })
    const mapping = { columns, settings: withoutGaps(settings) }
    await ctx.tx.prisma.import.update({
      where: { id },
      data: {
        mapping,
        state: 'planning',
        plan: { create: 0, change: 0, skip: 0, conflict: 0, error: 0 },
        plannedRows: 0,
        updatedAt: ctx.at,
      },
    })
    await ctx.tx.rows(
      sql`update import_row set verdict = null, detail = null, key = null, outcome = null, person_id = null, target = null, choice = null where import_id = ${id}::uuid and verdict is not null`,
    )
    await ctx.tx.rows(sql`
      insert into import_mapping (node_id, kind, fingerprint, mapping, merging, updated_at)
      values (${found.nodeId}::uuid, ${found.kind}, ${found.source.fingerprint}, ${JSON.stringify(rememberColumns(columns))}::jsonb,
              ${JSON.stringify({ matchBy: settings.matchBy, rules: settings.rules })}::jsonb, ${ctx.at})
      on conflict (node_id, kind, fingerprint) do update
         set mapping = excluded.mapping, merging = excluded.merging, updated_at = excluded.updated_at`)
    ctx.audit({
      noun: 'Import',
      subjectId: id,
      node: placeOf(found),
      before: { state: found.state },
      after: { state: 'planning', fields, settings },
    })
    ctx.emit({
      name: planRequested.name,
      data: {
        importId: id,
        accountId: ctx.principal.accountId,
        personId: ctx.principal.personId,
        nodeId: found.nodeId,
        scopeIds: found.scopeIds,
      },
      subject: `import:${id}`,
    })
    return { id, state: 'planning' as const }
  },
})

/** A setting that isn't there can't be stored as undefined. */
const withoutGaps = (settings: Settings) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as unknown as Settings
