/** Definitions as they hold at a node: its own and all above it, the highest first. */
import { may } from '@ministry/access'
import { sql, type Sql } from '@ministry/db'
import type { Context } from '../../context.ts'
import type { CustomField, Tag } from './fields.schema.ts'

const fieldRow = sql`f.id, f.node_id as "nodeId", n.name as "nodeName", f.label, f.help, f.kind, f.options, f.required, f.sensitive,
  f.retired_at is not null as retired, f.version`
const tagRow = sql`t.id, t.node_id as "nodeId", n.name as "nodeName", t.name, t.retired_at is not null as retired`

/**
 * The custom fields that hold at a node, in order; none where the node can't be seen. They are words of the place and no secret to
 * whoever sees it: whose values somebody sees is asked with `shownFields`. Source: PPL-1.
 */
export const fieldsAt = (ctx: Context, nodeId: string, { retired = false } = {}): Promise<CustomField[]> =>
  ctx.tx.rows<CustomField>(sql`
    select ${fieldRow} from org_node h join custom_field f on f.node_id = any (h.scope_ids) join org_node n on n.id = f.node_id
     where h.id = ${nodeId}::uuid and (${retired} or f.retired_at is null) order by n.depth, f.position, f.label, f.id`)

/** The tags that may be used at a node, by name; none where the node can't be seen. Source: PPL-1. */
export const tagsAt = (ctx: Context, nodeId: string, { retired = false } = {}): Promise<Tag[]> =>
  ctx.tx.rows<Tag>(sql`
    select ${tagRow} from org_node h join tag t on t.node_id = any (h.scope_ids) join org_node n on n.id = t.node_id
     where h.id = ${nodeId}::uuid and (${retired} or t.retired_at is null) order by app.fold(t.name), n.depth, t.id`)

/** The fields and tags in use over any of these nodes, as two columns (`words`, `tags`) of a statement: what a person has who belongs there. */
export const wordsOver = (scopeIds: readonly string[]): Sql => {
  const here = sql`n.id = any (${[...scopeIds]}::uuid[])`
  return sql`
    (${asList(sql`select ${fieldRow}, n.depth, f.position from custom_field f join org_node n on n.id = f.node_id where ${here} and f.retired_at is null`, sql`r.depth, r.position, r.label, r.id`)}) as words,
    (${asList(sql`select ${tagRow} from tag t join org_node n on n.id = t.node_id where ${here} and t.retired_at is null`, sql`app.fold(r.name), r.id`)}) as tags`
}
const asList = (rows: Sql, order: Sql) => sql`select coalesce(json_agg(r order by ${order}), '[]') from (${rows}) r`

interface Placed {
  nodeId: string
  scopeIds: string[]
}
/** Definitions by id, of fields and tags that the caller may know of; retired ones too. */
export async function wordsById(
  ctx: Context,
  fieldIds: readonly string[],
  tagIds: readonly string[],
): Promise<{ fields: Map<string, CustomField>; tags: Map<string, Tag> }> {
  const seen = ({ nodeId, scopeIds }: Placed) => may(ctx.ability, 'read', 'OrgNode', { id: nodeId, scopeIds })
  const fields = fieldIds.length
    ? await ctx.tx.rows<CustomField & Placed>(
        sql`select ${fieldRow}, n.scope_ids as "scopeIds" from custom_field f join org_node n on n.id = f.node_id where f.id = any (${[...new Set(fieldIds)]}::uuid[])`,
      )
    : []
  const tags = tagIds.length
    ? await ctx.tx.rows<Tag & Placed>(
        sql`select ${tagRow}, n.scope_ids as "scopeIds" from tag t join org_node n on n.id = t.node_id where t.id = any (${[...new Set(tagIds)]}::uuid[])`,
      )
    : []
  return {
    fields: new Map(fields.filter(seen).map(({ scopeIds: _, ...field }) => [field.id, field])),
    tags: new Map(tags.filter(seen).map(({ scopeIds: _, ...tag }) => [tag.id, tag])),
  }
}
