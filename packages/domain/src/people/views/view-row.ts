/** A saved view as it is kept, and how one is reached. */
import { allow } from '@ministry/access/scope'
import { raw, sql, type Sql } from '@ministry/db'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import type { ListOrder } from '../filter.schema.ts'

export interface ViewRow {
  id: string
  nodeId: string
  /** Ancestors of the place. */
  scopeIds: string[]
  accountId: string
  name: string
  shared: boolean
  filter: unknown
  columns: string[]
  order: ListOrder
  version: number
}

/** The select list of a ViewRow from `people_view v` and its place `org_node n`. */
export const viewColumns: Sql = raw(
  `v.id, v.node_id as "nodeId", n.scope_ids as "scopeIds", v.account_id as "accountId", v.name, v.shared, v.filter, v.columns, v."order", v.version`,
)

/** The view, if the caller may change it: one's own while it isn't shared, shared ones by right. Throws NotFound, NotAllowed. */
export async function viewToChange(ctx: Context, action: 'update' | 'end', id: string): Promise<ViewRow> {
  const [view] = await ctx.tx.rows<ViewRow>(sql`
    select ${viewColumns} from people_view v join org_node n on n.id = v.node_id where v.id = ${id}::uuid`)
  if (!view) throw notFound('View')
  if (view.shared) allow(ctx, action, 'View', view)
  else {
    ctx.asked(action, 'View')
    if (view.accountId !== ctx.principal.accountId) throw notAllowed(action, 'View')
  }
  return view
}
