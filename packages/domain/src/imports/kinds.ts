/** The kinds of imports that are registered. Source: IMP-1. */
import { reaches } from '@ministry/access/scope'
import { notAllowed, notFound } from '@ministry/kernel/errors'
import type { Context, Services } from '../context.ts'
import type { ImportKind } from '../import-kind.ts'
import { placesOf } from '../people/index.ts'

/** All kinds, in the order in which they are offered. What stands below every capability knows only their names. */
export const kindsOf = ({ importKinds }: Services): readonly ImportKind[] => importKinds as readonly ImportKind[]

/** The kind of this name. Throws NotFound. */
export function kindOf(services: Services, name: string): ImportKind {
  const kind = kindsOf(services).find((other) => other.name === name)
  if (!kind) throw notFound('ImportKind')
  return kind
}

/** A kind at a place where the caller may bring in such rows. Throws NotFound node or kind, NotAllowed. */
export async function importingAt(ctx: Context, nodeId: string, name: string) {
  const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
  if (!reaches(ctx, 'create', 'Import', place)) throw notAllowed('create', 'Import')
  const kind = kindOf(ctx.services, name)
  kind.mayImport?.(ctx, place)
  return { kind, place }
}
