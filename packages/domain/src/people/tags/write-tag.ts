/** What the acts on tags have in common. */
import { find } from '@ministry/access/scope'
import { sql, type Tag as TagRow } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import { assertReaches, visiblePlaces, type Place } from '../places.ts'

/** Throws RuleBroken `people.create-tag.name-taken` where a tag in use at the node or above is called so. */
export async function assertNameFree(
  ctx: Context,
  { scopeIds }: Pick<Place, 'scopeIds'>,
  name: string,
  except?: string,
) {
  const [taken] = await ctx.tx.rows(sql`
    select 1 from tag t where t.node_id = any (${[...scopeIds]}::uuid[]) and t.retired_at is null
       and app.fold(t.name) = app.fold(${name}) and t.id is distinct from ${except ?? null}::uuid`)
  if (taken) throw ruleBroken('people.create-tag.name-taken', { name })
}

/** The tag, and its place, for somebody who may change it. Throws NotFound, NotAllowed. */
export async function tagToChange(ctx: Context, action: string, id: string): Promise<{ tag: TagRow; place: Place }> {
  const tag = await find<TagRow>(ctx, action, 'Tag', id)
  const place = (await visiblePlaces(ctx, [tag.nodeId])).get(tag.nodeId)!
  assertReaches(ctx, action, 'Tag', place)
  return { tag, place }
}
