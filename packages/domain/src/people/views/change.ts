import { allow } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { conflict, ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../../verb.ts'
import { changeViewInput, viewOutput } from '../views.schema.ts'
import { viewToChange } from './view-row.ts'

/**
 * Renames a view, shares it or takes it back, or gives it another filter, columns or order; what isn't named stays. Only its maker
 * takes one back: it is theirs alone again. Errors: NotFound, NotAllowed, Conflict (changed meanwhile), RuleBroken
 * `people.views.change.of-another`. Source: PPL-3.
 */
export const changeView = mutation({
  name: 'people.views.change',
  permission: { action: 'update', noun: 'View' },
  input: changeViewInput,
  output: viewOutput,
  async run(ctx, { id, version, ...wanted }) {
    const view = await viewToChange(ctx, 'update', id)
    if (wanted.shared && !view.shared) allow(ctx, 'create', 'View', view)
    if (wanted.shared === false && view.accountId !== ctx.principal.accountId)
      throw ruleBroken('people.views.change.of-another')
    const before = {
      name: view.name,
      shared: view.shared,
      filter: view.filter,
      columns: view.columns,
      order: view.order,
    }
    const after = {
      ...before,
      ...Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)),
    }
    const [changed] = await ctx.tx.rows<{ version: number }>(sql`
      update people_view set name = ${after.name}, shared = ${after.shared}, filter = ${JSON.stringify(after.filter)}::jsonb,
             columns = ${[...after.columns]}::text[], "order" = ${JSON.stringify(after.order)}::jsonb, version = version + 1, updated_at = ${ctx.at}
       where id = ${id}::uuid and version = ${version} returning version`)
    if (!changed) throw conflict('people.views.changed-meanwhile')
    ctx.audit({ noun: 'View', subjectId: id, node: { id: view.nodeId, scopeIds: view.scopeIds }, before, after })
    return { id, version: changed.version }
  },
})
