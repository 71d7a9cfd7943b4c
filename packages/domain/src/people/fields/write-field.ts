/** What the acts on definitions of fields have in common. */
import { assertReaches, type Place } from '../places.ts'
import { find } from '@ministry/access/scope'
import { sql, type CustomField as FieldRow } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../../context.ts'
import { visiblePlaces } from '../places.ts'
import { withKeys } from './fields.rules.ts'
import { isChoice, type CustomField, type FieldKind, type OptionIn } from './fields.schema.ts'

/** More would fit on no form. */
const MOST = 100

/** Throws RuleBroken `people.define-field.label-taken` where a field in use at the node or above is called so. */
export async function assertLabelFree(
  ctx: Context,
  { scopeIds }: Pick<Place, 'scopeIds'>,
  label: string,
  except?: string,
) {
  const [taken] = await ctx.tx.rows(sql`
    select 1 from custom_field f where f.node_id = any (${[...scopeIds]}::uuid[]) and f.retired_at is null
       and app.fold(f.label) = app.fold(${label}) and f.id is distinct from ${except ?? null}::uuid`)
  if (taken) throw ruleBroken('people.define-field.label-taken', { label })
}

/** Throws RuleBroken `people.define-field.too-many` where the node has all it may have. */
export async function assertRoom(ctx: Context, nodeId: string) {
  const [{ own } = { own: 0 }] = await ctx.tx.rows<{ own: number }>(
    sql`select count(*)::int as own from custom_field f where f.node_id = ${nodeId}::uuid and f.retired_at is null`,
  )
  if (own >= MOST) throw ruleBroken('people.define-field.too-many', { most: MOST })
}

/** The options of a field with a key each; none for kinds that aren't chosen. Throws RuleBroken `people.define-field.{no-options, same-options}`. */
export function optionsOf(kind: FieldKind, given: readonly OptionIn[], present: CustomField['options'] = []) {
  if (!isChoice(kind)) return []
  const options = withKeys(given, present)
  if (!options.some(({ retired }) => !retired)) throw ruleBroken('people.define-field.no-options')
  const labels = options.map(({ label }) => label.toLowerCase())
  if (new Set(labels).size < labels.length) throw ruleBroken('people.define-field.same-options')
  return options
}

/** The definition, and its place, for somebody who may change it. Throws NotFound, NotAllowed. */
export async function fieldToChange(
  ctx: Context,
  action: string,
  id: string,
): Promise<{ field: FieldRow; place: Place }> {
  const field = await find<FieldRow>(ctx, action, 'CustomField', id)
  const place = (await visiblePlaces(ctx, [field.nodeId])).get(field.nodeId)!
  assertReaches(ctx, action, 'CustomField', place)
  return { field, place }
}
