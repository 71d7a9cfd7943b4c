/** The role, as a request that approvals decide: to propose is no power, it lies in the seat that decides. Source: ACC-3, APR-3. */
import { active, isNational, isSeat, roleNames } from '@ministry/access'
import { allow, find } from '@ministry/access/scope'
import { ruleBroken } from '@ministry/kernel/errors'
import { leastForRole, roleRoute, type Place, type RequestKind } from '../approvals/index.ts'
import type { Context } from '../context.ts'
import { roleRequest, type RoleRequest } from './accounts.schema.ts'
import { checksOfEnd, checksOfHandOver, checksOfRole, type RolePlace } from './appointments.rules.ts'
import { endAssignment } from './end-assignment.ts'
import { giveRole, heldBy } from './give-role.ts'
import { lockPerson } from './lock-person.ts'

/**
 * The role assignment: whoever answers for the accounts of a place proposes somebody they know for a seat there, and the table of
 * appointments says who decides. The candidate has no say in it. Whoever holds a seat names a successor for it likewise: the one role
 * begins as the other ends (`checksOfHandOver`). Checks: `accounts.assign-role.*` (see `checksOfRole`). What only the
 * Board can end, the National Director and its own members, is ended by the same way: `checksOfEnd`. Asking also fails with `to-oneself` and `in-the-past`. Source: ACC-3, ACC-7, APR-3.
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
  dangerous: ({ role }) => isNational(role),
  async mayRequest(ctx, place, { act, personId, fromId, role, startsAt }) {
    if (!handsOnOwn(ctx, place, { fromId, role }))
      allow(ctx, 'propose', 'RoleAssignment', { scopeIds: [...place.scopeIds] })
    for (const id of [personId, fromId ?? personId]) await find(ctx, 'read', 'Person', id, { id: true })
    if (personId === fromId) throw ruleBroken('accounts.hand-over.to-the-same')
    if (personId === ctx.principal.personId)
      throw ruleBroken(act === 'end' ? 'accounts.end-role.to-oneself' : 'accounts.assign-role.to-oneself')
    if (act === 'end') return
    // A day ago is today somewhere.
    if (startsAt && Date.parse(startsAt) < ctx.at.getTime() - 86_400_000)
      throw ruleBroken('accounts.assign-role.in-the-past')
  },
  async check(ctx, place, payload) {
    const held = await heldBy(ctx, payload.personId, payload.role, place.id)
    if (payload.act === 'end') return checksOfEnd(payload.role, held, endOf(payload), ctx.at)
    const asked = await askedOf(ctx, place, payload)
    const before = payload.fromId && (await heldBy(ctx, payload.fromId, payload.role, place.id))
    return [...(before ? checksOfHandOver(before, asked.startsAt) : []), ...checksOfRole(asked, held)]
  },
  routing: (_ctx, _place, { role, personId, fromId }) =>
    Promise.resolve({ amount: null, facts: { role }, concernedIds: [personId, ...(fromId ? [fromId] : [])] }),
  summary({ act, role, personId }) {
    const name = role.replaceAll('-', '_')
    const subjects = {
      give: `role_${name}`,
      'hand-over': `accounts_role_passes_${name}`,
      end: `accounts_role_ends_${name}`,
    }
    return { subject: subjects[act], amount: null, personId }
  },
  async execute(ctx, { caseId, place, payload, requesterId }) {
    const { personId, reason } = payload
    if (personId === requesterId) throw ruleBroken('accounts.assign-role.to-oneself')
    if (payload.act === 'end') return endHeld(ctx, place, payload, caseId)
    // In one order, whoever hands on to whom at the same instant.
    for (const id of [personId, payload.fromId ?? personId].toSorted()) await lockPerson(ctx, id)
    const asked = await askedOf(ctx, place, payload)
    await giveRole(ctx, { ...asked, personId, reason, caseId })
    if (payload.fromId)
      await endHeld(
        ctx,
        place,
        { ...payload, personId: payload.fromId, endsAt: asked.startsAt.toISOString() },
        caseId,
        personId,
      )
  },
}

/** Whether the caller names a successor for what they hold here themself. */
const handsOnOwn = ({ principal, at }: Context, place: Place, { fromId, role }: Pick<RoleRequest, 'fromId' | 'role'>) =>
  fromId === principal.personId &&
  principal.roles.some((held) => held.role === role && held.nodeId === place.id && active(at)(held))

const endOf = ({ endsAt }: RoleRequest) => (endsAt ? new Date(endsAt) : null)

/** Ends what the person holds of this role here, as it was decided. */
async function endHeld(
  ctx: Context,
  { id: nodeId }: Place,
  asked: RoleRequest,
  caseId: string,
  successorId?: string,
): Promise<void> {
  const { personId, role, reason } = asked
  await lockPerson(ctx, personId)
  const end = endOf(asked)
  const endsAt = end && end > ctx.at ? end : ctx.at
  const held = await ctx.tx.prisma.roleAssignment.findMany({
    where: { personId, role, nodeId, OR: [{ endsAt: null }, { endsAt: { gt: endsAt } }] },
  })
  if (held.length === 0) throw ruleBroken('accounts.end-role.not-held')
  for (const one of held) await endAssignment(ctx, one, { endsAt, reason, caseId, ...(successorId && { successorId }) })
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
