import { ruleBroken, conflict } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { assertProven } from '../proof.ts'
import { mutation } from '../verb.ts'
import { caseChanged, submitInput } from './approvals.schema.ts'
import { keepFiles } from './case-files.ts'
import { lockCase } from './case-row.ts'
import { kindOf, payloadHash, readPayload } from './kinds.ts'
import { assertChecked, planCase, routeHolding } from './plan-case.ts'
import { inPower } from './power.ts'
import { findPlace } from './preview.ts'
import type { RequestKind, Routing } from './request-kind.ts'
import { advance, writeSeats } from './seats.ts'
import { trail } from './trail.ts'

/**
 * Asks for something: checks it, finds its way by the route that holds, and asks the first seats. Sent twice with one id it is asked
 * once. Errors: NotFound node or kind; NotAllowed; InvalidInput below `payload`; Conflict `approvals.submit.id-taken`; RuleBroken
 * `approvals.submit.node-closed`, `check-failed`, `no-rule`. Source: APR-1, APR-2.
 */
export const submit = mutation({
  name: 'approvals.submit',
  permission: 'signed-in',
  input: submitInput,
  output: caseChanged,
  async run(ctx, { id, kind: name, nodeId, payload: asked, fileIds }) {
    const kind = kindOf(ctx.services, name)
    const place = await findPlace(ctx, nodeId)
    const payload = readPayload(kind, asked)
    if (kind.dangerous?.(payload)) assertProven(ctx)
    await kind.mayRequest(ctx, place, payload)
    if (place.state !== 'active') throw ruleBroken('approvals.submit.node-closed')
    const requesterId = ctx.principal.personId
    const before = await ctx.tx.prisma.approvalCase.findUnique({ where: { id } })
    if (before && before.personId !== requesterId) throw conflict('approvals.submit.id-taken')
    if (before) return { id, state: before.state as 'open', version: before.version }

    const movementId = place.scopeIds[0]!
    const planned = await inPower(ctx, movementId, `case:${id}`, async (power) => {
      const holding = await routeHolding(power, movementId, kind)
      const { definition } = holding
      return { ...holding, ...(await planCase(power, kind, place, payload, { definition, requesterId })) }
    })
    const { checks, routing, excludedIds, routeId, definition, plan } = planned
    assertChecked(checks)
    // In the requester's own power: the database too knows whose it is.
    await ctx.tx.prisma.approvalCase.create({
      data: {
        ...{
          id,
          kind: name,
          noun: kind.noun,
          nodeId,
          personId: requesterId,
          routeId,
          definition,
          excludedIds,
          fileIds,
        },
        ...{ payload: payload as object, payloadHash: payloadHash(payload, fileIds, 1), submittedAt: ctx.at },
        ...factsOf(kind, payload, routing),
      },
      select: { id: true },
    })
    await keepFiles(ctx, id, fileIds, { ...place, had: [] })
    ctx.audit({
      noun: 'ApprovalCase',
      subjectId: id,
      node: place,
      after: { kind: name, state: 'open', revision: 1, amount: routing.amount },
    })
    return inPower(ctx, movementId, `case:${id}`, async (power) => {
      const row = await lockCase(power, id)
      await trail(power, row, [
        { kind: 'submitted', personId: requesterId },
        ...checks.map(({ code, values = {} }) => ({ kind: 'checked' as const, values: { ...values, check: code } })),
      ])
      await writeSeats(power, row, plan)
      await kind.submitted?.(power, { caseId: id, place, payload })
      await advance(power, row)
      return stateOf(power, id)
    })
  },
})

/** What lists, reports and trials of routes need of a request. */
export function factsOf(kind: RequestKind, payload: unknown, { amount, facts, concernedIds }: Routing) {
  return {
    summary: { ...kind.summary(payload), facts },
    amount: amount === null ? null : BigInt(amount),
    concernedIds: [...concernedIds],
  }
}

/** How a case stands after an act. */
export const stateOf = async (power: Context, id: string) =>
  (await power.tx.prisma.approvalCase.findUniqueOrThrow({
    where: { id },
    select: { id: true, state: true, version: true },
  })) as { id: string; state: 'open'; version: number }
