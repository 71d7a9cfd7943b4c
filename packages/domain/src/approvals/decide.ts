import { newId } from '@ministry/kernel/id'
import { conflict, invalidInput, ruleBroken } from '@ministry/kernel/errors'
import type * as z from 'zod'
import type { Context } from '../context.ts'
import { assertProven } from '../proof.ts'
import { seenTo } from '../notify.ts'
import { mutation } from '../verb.ts'
import { caseChanged, decideInput } from './approvals.schema.ts'
import { assertVersion, findCase, lockCase, type CaseRow, type StoredSeat } from './case-row.ts'
import { kindsOf, readPayload } from './kinds.ts'
import { inPower } from './power.ts'
import { close, end } from './closing.ts'
import { advance } from './seats.ts'
import { outOfReach, standingOf, type Standing } from './standing.ts'
import { stuck } from './stuck.ts'
import { approvalsAt, signable } from './sign.rules.ts'
import { stateOf } from './submit.ts'
import { asking, tellRequester } from './tell.ts'
import { trail, type TrailKind } from './trail.ts'

type Decision = z.output<typeof decideInput>

/**
 * Answers a request: approves it, turns it down, sends it back, or abstains on the Board. One transaction: the case is held, its
 * version and the hash of what was read are compared, the right to sign is asked of the database at this very instant, and after the
 * last approval what was asked for is done. Where doing it is refused, nothing is kept and the case stays open.
 * Errors: NotFound; Conflict `approvals.changed-meanwhile`, `approvals.decide.read-another`; InvalidInput reason; RuleBroken
 * `approvals.decide.` `ended`, `own`, `signed-already`, `not-your-turn`, `no-abstention`, `approvals.execute.check-failed`, and rules
 * of the kind. Source: APR-2, APR-7.
 */
export const decide = mutation({
  name: 'approvals.decide',
  permission: 'signed-in',
  input: decideInput,
  output: caseChanged,
  async run(ctx, decision) {
    const { id, version, choice, payloadHash } = decision
    const reason = decision.reason || null
    if ((choice === 'reject' || choice === 'send_back') && !reason)
      throw invalidInput('A reason is needed.', [{ path: 'reason', message: 'approvals.reason-missing' }])
    const movementId = (await findCase(ctx, id)).scopeIds[0]!
    const { row, seat, forId } = await inPower(ctx, movementId, `case:${id}`, async (power) => {
      const row = await lockCase(power, id)
      assertVersion(row, version)
      if (row.state !== 'open') throw ruleBroken('approvals.decide.ended')
      if (row.payloadHash !== payloadHash) throw conflict('approvals.decide.read-another')
      const standing = await standingOf(power, row)
      return { row: standing.row, ...mySeat(standing, ctx.principal.personId) }
    })
    const kind = kindsOf(ctx.services).find(({ name }) => name === row.kind)
    if (kind?.dangerous?.(readPayload(kind, row.payload))) assertProven(ctx)
    if (choice === 'abstain' && seat.role !== 'board-member') throw ruleBroken('approvals.decide.no-abstention')
    // In the approver's own power: the database too knows who signs, and lets nobody sign elsewhere.
    await ctx.tx.prisma.approvalVote.create({
      data: {
        ...{ id: newId(ctx.at), caseId: id, revision: row.revision, seatId: seat.id },
        ...{ personId: ctx.principal.personId, forPersonId: forId, choice, reason, payloadHash, at: ctx.at },
      },
      select: { id: true },
    })
    await seenTo(ctx, id, asking)
    ctx.audit({
      noun: 'ApprovalCase',
      subjectId: id,
      node: { id: row.nodeId, scopeIds: row.scopeIds },
      after: { choice, seat: seat.role, act: seat.act, for: forId, revision: row.revision, payloadHash },
      reason: reason ?? undefined,
    })
    return inPower(ctx, movementId, `case:${id}`, async (power) => {
      await power.tx.prisma.approvalCase.update({ where: { id }, data: { version: { increment: 1 } } })
      const line = { kind: told(decision, seat), personId: ctx.principal.personId, seatId: seat.id, reason }
      await trail(power, row, [{ ...line, ...(forId && { values: { for: forId } }) }])
      await follow(power, row, seat, decision)
      return stateOf(power, id)
    })
  },
})

/** The seat that the person may answer now. Throws RuleBroken. */
function mySeat({ world, seats, votes, row, barred }: Standing, me: string) {
  const found = signable(world, seats, votes, { excluded: row.excludedIds, barred }, me)
  if (found === null)
    throw ruleBroken(row.excludedIds.includes(me) ? 'approvals.decide.own' : 'approvals.decide.not-your-turn')
  if ('refused' in found) throw ruleBroken(found.refused)
  return { seat: found.seat as StoredSeat, forId: found.forId }
}

const told = ({ choice }: Decision, { act }: StoredSeat): TrailKind =>
  choice === 'approve'
    ? act === 'endorse'
      ? 'endorsed'
      : 'approved'
    : ({ reject: 'rejected', send_back: 'sent_back', abstain: 'abstained' } as const)[choice]

/** What follows from an answer. One rejection ends the case. */
async function follow(power: Context, row: CaseRow, seat: StoredSeat, { choice }: Decision): Promise<void> {
  if (choice === 'reject' || choice === 'send_back') {
    await end(power, row, choice === 'reject' ? 'rejected' : 'sent_back')
    return tellRequester(power, row, choice === 'reject' ? 'request-rejected' : 'request-sent-back')
  }
  const standing = await standingOf(power, row)
  if (approvalsAt(standing.world, seat, standing.votes) >= seat.quorum) await close(power, row, seat, 'signed')
  else if (outOfReach(standing, seat)) await stuck(power, row, seat, 'quorum')
  await advance(power, row)
}
