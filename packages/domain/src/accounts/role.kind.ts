/** The role, as a request that approvals decide: to propose is no power, it lies in the seat that decides. Source: ACC-3, APR-3. */
import { roleNames, isSeat } from '@ministry/access'
import { allow, find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import { leastForRole, roleRoute, type Place, type RequestKind } from '../approvals/index.ts'
import type { Context } from '../context.ts'
import { roleRequest, type RoleRequest } from './accounts.schema.ts'
import { checksOfRole, type RolePlace } from './appointments.rules.ts'
import { giveRole, heldBy } from './give-role.ts'

/**
 * The role assignment: whoever answers for the accounts of a place proposes somebody they know for a seat there, and the table of
 * appointments says who decides. The candidate has no say in it. Checks: `accounts.assign-role.*` (see `checksOfRole`). Asking
 * also fails with `to-oneself` and `in-the-past`. Source: ACC-3, APR-3.
 */
export const roleKind: RequestKind<typeof roleRequest> = {
  name: 'role-assignment',
  noun: 'RoleAssignment',
  payload: roleRequest,
  route: roleRoute,
  least: leastForRole,
  facts: { role: roleNames.filter(isSeat) },
  banded: false,
  bulk: false,
  async mayRequest(ctx, place, { personId, startsAt }) {
    allow(ctx, 'propose', 'RoleAssignment', { scopeIds: [...place.scopeIds] })
    await find(ctx, 'read', 'Person', personId, { id: true })
    if (personId === ctx.principal.personId) throw ruleBroken('accounts.assign-role.to-oneself')
    // A day ago is today somewhere.
    if (startsAt && Date.parse(startsAt) < ctx.at.getTime() - 86_400_000)
      throw ruleBroken('accounts.assign-role.in-the-past')
  },
  async check(ctx, place, payload) {
    const held = await heldBy(ctx, payload.personId, payload.role, place.id)
    return checksOfRole(await askedOf(ctx, place, payload), held)
  },
  routing: (_ctx, _place, { role, personId }) =>
    Promise.resolve({ amount: null, facts: { role }, concernedIds: [personId] }),
  summary: ({ role, personId }) => ({ subject: `role_${role.replaceAll('-', '_')}`, amount: null, personId }),
  async execute(ctx, { caseId, place, payload, requesterId }) {
    const { personId, reason } = payload
    if (personId === requesterId) throw ruleBroken('accounts.assign-role.to-oneself')
    await giveRole(ctx, { ...(await askedOf(ctx, place, payload)), personId, reason, caseId })
  },
}

async function askedOf(ctx: Context, place: Place, { role, startsAt, endsAt }: RoleRequest) {
  const node = await find<RolePlace>(ctx, 'read', 'OrgNode', place.id)
  const begins = startsAt ? new Date(startsAt) : ctx.at
  return {
    role,
    place: node,
    startsAt: begins < ctx.at ? ctx.at : begins,
    endsAt: endsAt ? new Date(endsAt) : null,
  }
}
