/** The one way to rows: the scope is part of the query, and whoever asks is seen asking. Source: ACS-3. */
import { accessibleBy } from '@casl/prisma/runtime'
import type { Transaction } from '@ministry/db'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import { may, mayAny, type Ability } from './ability.ts'
import type { Noun } from './nouns.ts'
import type { Right } from './rights.ts'

/** What a verb's context offers to this file. */
export interface Asking {
  ability: Ability
  rights: readonly Right[]
  tx: Transaction
  /** Every question is noted, so that a verb that never asked can be caught. */
  asked: (action: string, noun: Noun) => void
}

/**
 * A Prisma filter of the rows that may be acted on. Join it only as `AND: [scope(…), filter]`: beside an OR of one's own it
 * would widen to every row. Nothing permitted is a filter that no row passes.
 */
export function scope(ctx: Asking, action: string, noun: Noun): Record<string, unknown> {
  ctx.asked(action, noun)
  if (!mayAny(ctx.ability, action, noun)) return { id: { in: [] } }
  return accessibleBy(ctx.ability as never, action as never).ofType(noun as never)
}

/** The row, if it may be seen. Throws NotFound where it can't be seen, NotAllowed where seeing is all that's allowed. */
export async function find<Row extends object>(
  ctx: Asking,
  action: string,
  noun: Noun,
  id: string,
  select?: object,
): Promise<Row> {
  const model = `${noun[0]!.toLowerCase()}${noun.slice(1)}` as 'person'
  const delegate = ctx.tx.prisma[model] as unknown as { findFirst(args: object): Promise<Row | null> }
  const row = await delegate.findFirst({
    where: { AND: [{ id }, scope(ctx, 'read', noun)] },
    ...(select && { select }),
  })
  if (!row) throw notFound(noun)
  if (action !== 'read') allow(ctx, action, noun, row)
  return row
}

/** Throws NotAllowed unless this row may be acted on: for rows to be made, and rows at hand. */
export function allow(ctx: Asking, action: string, noun: Noun, row: object, field?: string): void {
  ctx.asked(action, noun)
  if (!may(ctx.ability, action, noun, row, field)) throw notAllowed(action, noun)
}

/** Whether rows of the noun at this place may be acted on without further condition: what set-form SQL asks before it writes or lists. */
export function reaches(
  ctx: Asking,
  action: string,
  noun: Noun,
  place: { id: string; scopeIds: readonly string[] },
): boolean {
  ctx.asked(action, noun)
  return ctx.rights.some(
    (right) =>
      right.noun === noun &&
      right.only === undefined &&
      (right.actions.includes(action) || right.actions.includes('manage')) &&
      ((right.place === 'at' && right.nodeIds.includes(place.id)) ||
        (right.place === 'below-or-at' && place.scopeIds.some((id) => right.nodeIds.includes(id))) ||
        (right.place === 'below' && place.scopeIds.some((id) => id !== place.id && right.nodeIds.includes(id)))),
  )
}
