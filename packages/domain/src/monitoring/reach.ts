/** Whose a run is, and whether the reader may know of it: movements never see each other. Source: ORG-1, ACS-3. */
import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { notAllowed, ruleBroken } from '@ministry/kernel/errors'
import { isId } from '@ministry/kernel/id'
import type { Operations } from '@ministry/workflows'
import type { Context, Services } from '../context.ts'

interface Place {
  id: string
  scopeIds: readonly string[]
}
/** The movements that the reader operates. */
export interface Reach {
  movements: readonly Place[]
  /** They are all that the installation has. */
  whole: boolean
}
/** `own`: about the reader's movements alone · `open`: nobody can tell · `others`: not for these eyes. */
export type Owner = 'own' | 'open' | 'others'

/** The executor's read API; RuleBroken monitoring.runs.on-server where an Inngest server runs the functions. */
export function operationsOf({ workflows: { engine } }: Services): Operations {
  if (engine.at === 'server') throw ruleBroken('monitoring.runs.on-server')
  return engine.operations
}

/** The movements in which this may be done: the right is held at National nodes alone. Errors: NotAllowed. */
export async function reachOf(ctx: Context, action: string): Promise<Reach> {
  const roots = await ctx.tx.rows<Place>(
    sql`select id, scope_ids as "scopeIds" from org_node where kind = 'National' order by id`,
  )
  const movements = roots.filter((root) => reaches(ctx, action, 'Operation', root))
  if (!movements.length) throw notAllowed(action, 'Operation')
  const [all] = await ctx.tx.rows<{ ids: string[] }>(sql`select app.movements() as ids`)
  return { movements, whole: all!.ids.every((id) => movements.some((own) => own.id === id)) }
}

/** Of each event (or list of events) whose it is. */
export async function ownersOf(ctx: Context, reach: Reach, data: readonly unknown[]): Promise<Owner[]> {
  return (await movementsOf(ctx, data)).map((about) => ownerOf(reach, about))
}

/** Whose something is that is about these movements. */
export function ownerOf({ movements }: Reach, about: readonly string[]): Owner {
  if (!about.length) return 'open'
  return about.every((movement) => movements.some(({ id }) => id === movement)) ? 'own' : 'others'
}

/** Of each event the movements that it is about: where all that stands which its data name by identifier. */
export async function movementsOf(ctx: Context, data: readonly unknown[]): Promise<string[][]> {
  const named = data.map((one) => idsIn(one))
  const asked = [...new Set(named.flat())]
  if (!asked.length) return named.map(() => [])
  const found = await ctx.tx.rows<{ id: string; movementId: string }>(
    sql`select id, movement_id as "movementId" from app.movements_of(${asked}::uuid[])`,
  )
  const byId = Map.groupBy(found, ({ id }) => id)
  return named.map((ids) => [...new Set(ids.flatMap((id) => (byId.get(id) ?? []).map(({ movementId }) => movementId)))])
}

const MOST_IDS = 100

/** Identifiers anywhere in the data, at most a hundred: what an event is about stands at its beginning. */
function idsIn(data: unknown): string[] {
  const found = new Set<string>()
  const waiting = [data]
  for (let i = 0; i < waiting.length && i < 5_000 && found.size < MOST_IDS; i++) {
    const value = waiting[i]
    if (typeof value === 'string' && isId(value)) found.add(value.toLowerCase())
    else if (typeof value === 'object' && value !== null) waiting.push(...Object.values(value))
  }
  return [...found]
}
