import { active, roles } from '@ministry/access'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { outranks, type Seat } from './people.rules.ts'

/**
 * Those of the people who hold a seat that stands higher than the caller, or that the caller couldn't give: nobody changes their
 * e-mail address (it opens their account), archives, restores or rehomes them but from there. Nobody stands higher than themselves.
 * One statement, or none. Source: IMP-6.
 */
export async function standingHigher(ctx: Context, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const others = ids.filter((id) => id !== ctx.principal.personId)
  if (others.length === 0) return new Set()
  const seats = await ctx.tx.rows<Seat & { personId: string }>(sql`
    select s.person_id as "personId", s.role, s.scope_ids as "scopeIds" from app.seats_of(${others}::uuid[], ${ctx.at}) s`)
  const reaching = (noun: string, act: string) =>
    ctx.rights.flatMap((right) =>
      right.noun === noun && !right.only && right.actions.some((action) => action === act || action === 'manage')
        ? right.nodeIds
        : [],
    )
  const caredFor = reaching('Person', 'update')
  const appointing = reaching('RoleAssignment', 'assign')
  const led = ctx.principal.roles
    .filter(active(ctx.at))
    .flatMap(({ role, nodeId }) => (roles[role].leads && nodeId !== null ? nodeId : []))
  const higher = ({ scopeIds, ...seat }: Seat) =>
    !scopeIds.some((id) => appointing.includes(id)) || outranks([{ ...seat, scopeIds }], caredFor, led)
  return new Set(seats.filter(higher).map(({ personId }) => personId))
}

/** Throws the rule where the person stands higher than the caller. */
export async function assertNotHigher(ctx: Context, id: string, code: string): Promise<void> {
  if ((await standingHigher(ctx, [id])).has(id)) throw ruleBroken(code)
}
