/**
 * Everybody against everybody: every role × every act on an account, an invitation or a role × every role of the story. What is
 * expected is written down by hand from the product's words, not from the rules. Source: ACC-3, ACS-1, ACS-2, APR-3.
 */
import { isSeat, roleNames, roles, type NodeKind, type Role } from '@ministry/access'
import { hashToken } from '@ministry/auth'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { createWorld } from '../test-world.ts'
import { deactivate } from './deactivate.ts'
import { endDevice } from './end-device.ts'
import { endRole } from './end-role.ts'
import { invite } from './invite.ts'
import { reactivate } from './reactivate.ts'
import { resendInvitation } from './resend-invitation.ts'
import { revokeInvitation } from './revoke-invitation.ts'
import { appointing } from './testing/appoint.ts'

/** Everybody at the campus below its leader and administrator. */
const campus: Role[] = ['small-group-coordinator', 'cell-leader', 'small-group-admin', 'small-group-member']
const graduates: Role[] = ['graduate-group-leader', 'graduate-member']

/**
 * ACS-1 and ACS-2, column users: "full" and "limited" invite, send again and deactivate, in the subtree where the role is held.
 * Nobody touches who leads the very place or above, nor those whom the Board and the National Director have set beside them
 * (finance); administrators work for a leader, and not on their leader.
 */
const touches: Partial<Record<Role, Role[]>> = {
  'national-director': roleNames.filter((role) => !['national-director', 'external-contributor'].includes(role)),
  'national-administrator': [
    ...['training-coordinator', 'regional-director', 'regional-administrator', 'alumni-coordinator'],
    ...['campus-leader', 'campus-administrator', ...campus, ...graduates],
  ] as Role[],
  'regional-director': [
    ...['regional-administrator', 'alumni-coordinator', 'campus-leader', 'campus-administrator'],
    ...[...campus, ...graduates],
  ] as Role[],
  'regional-administrator': ['campus-leader', 'campus-administrator', ...campus, ...graduates],
  'campus-leader': ['campus-administrator', ...campus],
  'campus-administrator': campus,
  // "Limited, groups" and "limited, graduate branch".
  'small-group-coordinator': ['cell-leader', 'small-group-admin', 'small-group-member'],
  'alumni-coordinator': graduates,
  'cell-leader': ['small-group-admin', 'small-group-member'],
  'graduate-group-leader': ['graduate-member'],
}

/** APR-3: who gives a seat, and the seats above in the same line; administrators and the Board's seats never (ACS-2, ACC-3). */
const givenBy: Partial<Record<Role, Role[]>> = {
  'cell-leader': ['campus-leader', 'regional-director', 'national-director'],
  'small-group-admin': ['cell-leader', 'campus-leader', 'regional-director', 'national-director'],
  'small-group-coordinator': ['campus-leader', 'regional-director', 'national-director'],
  'campus-leader': ['regional-director', 'national-director'],
  'campus-administrator': ['regional-director', 'national-director'],
  'alumni-coordinator': ['regional-director', 'national-director'],
  'graduate-group-leader': ['regional-director', 'national-director'],
  'regional-director': ['national-director'],
  'regional-administrator': ['national-director'],
  'national-administrator': ['national-director'],
  'finance-director': ['national-director'],
  'training-coordinator': ['national-director'],
}

/** Whoever answers for the accounts of a place proposes for all seats there, by ACC-3: the power lies in the seat that decides. */
const national: Role[] = ['national-director', 'national-administrator']
const regional: Role[] = [...national, 'regional-director', 'regional-administrator']
const ofCampus: Role[] = [...regional, 'campus-leader', 'campus-administrator']
const proposedBy: Partial<Record<NodeKind, Role[]>> = {
  National: national,
  Board: national,
  Region: regional,
  Campus: ofCampus,
  SmallGroup: [...ofCampus, 'small-group-coordinator', 'cell-leader'],
  GraduateGroup: [...regional, 'alumni-coordinator', 'graduate-group-leader'],
}

const { services, owner, as, clock } = await createWorld()
const { propose } = appointing(services, owner)
const { accounts, nodes, people } = story
const everybody = new Map<Role, Caller>()
beforeAll(async () => {
  for (const role of roleNames) everybody.set(role, await as(role))
})

/** Which of the others got through, target by target. Whoever didn't was told so in one of the product's ways. */
async function whoCan(
  target: Role,
  prepare: () => Promise<unknown>,
  act: (caller: Caller) => Promise<unknown>,
): Promise<Role[]> {
  const able: Role[] = []
  for (const [role, caller] of everybody) {
    if (role === target) continue
    await prepare()
    try {
      await act(caller)
      able.push(role)
    } catch (error) {
      const { kind, code = '' } = error as { kind: string; code?: string }
      const why = /beyond-your-reach|not-yours-to-(give|end)|board-decides|follows-from-membership|unknown-role/
      expect([kind, code]).toEqual([expect.stringMatching(/^(NotFound|NotAllowed|RuleBroken)$/), code])
      if (kind === 'RuleBroken') expect(code).toMatch(why)
    }
  }
  return able.toSorted()
}
const touchers = (target: Role) => roleNames.filter((role) => touches[role]?.includes(target)).toSorted()
const givers = (target: Role) => (givenBy[target] ?? []).toSorted()

describe.each(roleNames)('on the %s:', (target) => {
  const { accountId, personId, nodeId } = accounts[target]
  const state = (at: Date | null) =>
    owner.query('update account set deactivated_at = $2 where id = $1', [accountId, at])

  test('deactivate', async () => {
    const able = await whoCan(
      target,
      () => state(null),
      (caller) => deactivate.call(services, caller, { id: accountId }),
    )
    expect(able).toEqual(touchers(target))
    await state(null)
  })

  test('reactivate', async () => {
    const able = await whoCan(
      target,
      () => state(new Date('2026-01-01')),
      (caller) => reactivate.call(services, caller, { id: accountId }),
    )
    expect(able).toEqual(touchers(target))
    await state(null)
  })

  test('end a device: nobody’s but one’s own', async () => {
    const { token } = await services.authDb.transaction({ scope: {} }, {}, (tx) =>
      services.auth.sessions.open(tx, accountId, {}),
    )
    const end = (caller: Caller) => endDevice.call(services, caller, { sessionId: hashToken(token) })
    expect(await whoCan(target, () => Promise.resolve(), end)).toEqual([])
    expect(await services.auth.sessions.authenticate(token)).not.toBeNull()
    await end(everybody.get(target)!)
    expect(await services.auth.sessions.authenticate(token)).toBeNull()
  })

  test('propose somebody for the role', async () => {
    const kind = roles[target].at
    const home = kind === 'GraduateGroup' ? nodes.youngProfessionals.id : nodes.mustardSeed.id
    const member = story.everybody.find(
      ({ id, memberships }) =>
        memberships.some((one) => !one.leftOn && one.nodeId === home) &&
        !Object.values(accounts).some((account) => account.personId === id),
    )!
    const able = await whoCan(
      target,
      () => Promise.resolve(),
      (caller) => propose(caller, { personId: member.id, role: target, nodeId: nodeId ?? nodes.mustardSeed.id }),
    )
    const proposing = isSeat(target) ? (proposedBy[kind!] ?? []) : []
    expect(able).toEqual(proposing.filter((role) => role !== target).toSorted())
  })

  test('end the role', async () => {
    const held = story.assignments.find((one) => one.personId === personId && one.role === target)
    if (!held) return expect(givers(target)).toEqual([])
    const open = () =>
      owner.query('update role_assignment set ends_at = null, ended_by = null, end_reason = null where id = $1', [
        held.id,
      ])
    const able = await whoCan(target, open, (caller) => endRole.call(services, caller, { id: held.id, reason: 'Test' }))
    expect(able).toEqual(givers(target))
    await open()
  })
})

describe('without an account yet, on the', () => {
  const email = 'invited@example.org'
  beforeAll(async () => {
    await owner.query('truncate sign_in_event, session, password_reset, account cascade')
    await owner.query('update person set emails = $1', [[email]])
  })
  beforeEach(() => owner.query('truncate throttle'))

  describe.each(roleNames.filter((role) => role !== 'external-contributor'))('%s:', (target) => {
    const { personId, nodeId } = accounts[target]
    const clear = () => owner.query('truncate invitation, outgoing_mail, throttle')
    /** Whoever wrote it, it stands open. */
    const invitationId = newId(clock.now())
    const standing = async () => {
      await clear()
      await owner.query(
        `insert into invitation (id, person_id, node_id, email, token_hash, created_at, expires_at, invited_by)
         values ($1, $2, $3, $4, 'x', $5, $6, $7)`,
        [
          ...[invitationId, personId, nodeId, email],
          ...[clock.now(), new Date(clock.now().getTime() + 86_400_000), people.grace.id],
        ],
      )
    }
    test('invite', async () => {
      const able = await whoCan(target, clear, (caller) =>
        invite.call(services, caller, { personId, nodeId: nodeId!, email }),
      )
      expect(able).toEqual(touchers(target))
    })
    test('send again', async () => {
      const able = await whoCan(target, standing, (caller) =>
        resendInvitation.call(services, caller, { id: invitationId }),
      )
      expect(able).toEqual(touchers(target))
    })
    test('take back', async () => {
      const able = await whoCan(target, standing, (caller) =>
        revokeInvitation.call(services, caller, { id: invitationId }),
      )
      expect(able).toEqual(touchers(target))
    })
  })
})
