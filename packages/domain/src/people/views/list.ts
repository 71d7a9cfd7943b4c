import { may } from '@ministry/access'
import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { Context } from '../../context.ts'
import { query } from '../../verb.ts'
import { listColumn, listOrder, type ListColumn } from '../filter.schema.ts'
import { peopleFilter } from '../people-filter.schema.ts'
import { placesOf } from '../places.ts'
import { viewsInput, viewsOutput } from '../views.schema.ts'
import { viewColumns, type ViewRow } from './view-row.ts'

/**
 * The views that can be opened at a place: one's own, and those that are shared there or above; and what the reader likes lists to
 * show. A view shows nobody more than they may see anyway. Errors: NotFound (the node). Source: PPL-3.
 */
export const listViews = query({
  name: 'people.views.list',
  permission: { action: 'read', noun: 'View' },
  input: viewsInput,
  output: viewsOutput,
  async run(ctx, { nodeId }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    const rows = await ctx.tx.rows<ViewRow & { placeName: string }>(sql`
      select ${viewColumns}, n.name as "placeName" from people_view v join org_node n on n.id = v.node_id
       where v.node_id = any (${place.scopeIds}::uuid[]) order by lower(v.name), v.id`)
    const setting = await settingOf(ctx)
    const { accountId } = ctx.principal
    return {
      views: rows.flatMap((row) => {
        // One that asks, or orders, by what is no more would show something else than it says.
        const [filter, order] = [peopleFilter.safeParse(row.filter), listOrder.safeParse(row.order)]
        if (!filter.success || !order.success) return []
        const mine = row.accountId === accountId
        const changeable = row.shared ? may(ctx.ability, 'update', 'View', row) : mine
        const columns = known(row.columns)
        const { id, name, shared, version, nodeId, placeName } = row
        return {
          ...{ id, name, shared, filter: filter.data, columns, order: order.data, version, mine, changeable },
          place: { id: nodeId, name: placeName },
        }
      }),
      columns: setting.columns.length ? known(setting.columns) : null,
      defaultViewId: setting.defaultViewId,
      mayShare: reaches(ctx, 'create', 'View', place),
    }
  },
})

const known = (columns: readonly string[]): ListColumn[] =>
  columns.flatMap((column) => listColumn.safeParse(column).data ?? [])

async function settingOf({ tx, principal }: Context) {
  const [setting] = await tx.rows<{ columns: string[]; defaultViewId: string | null }>(sql`
    select columns, default_view_id as "defaultViewId" from people_list_setting where account_id = ${principal.accountId}::uuid`)
  return setting ?? { columns: [], defaultViewId: null }
}
