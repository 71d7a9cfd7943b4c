import { ruleBroken } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { assertProven } from '../proof.ts'
import { mutation } from '../verb.ts'
import { caseChanged, editInput } from './approvals.schema.ts'
import { keepFiles } from './case-files.ts'
import { assertVersion, findCase, lockCase, placeOfCase } from './case-row.ts'
import { kindOf, payloadHash, readPayload } from './kinds.ts'
import { assertChecked, planCase } from './plan-case.ts'
import { inPower } from './power.ts'
import { routeDefinition } from './route.schema.ts'
import { closeAll } from './closing.ts'
import { advance, writeSeats } from './seats.ts'
import { factsOf, stateOf } from './submit.ts'
import { trail } from './trail.ts'

/**
 * Changes a request that isn't decided, or answers one that was sent back: a new revision, which starts the way again by the route
 * that it began with. What was signed before counts no more. Errors: NotFound; NotAllowed; InvalidInput; Conflict
 * `approvals.changed-meanwhile`; RuleBroken `approvals.edit.not-yours`, `ended`, `approvals.submit.check-failed`, `no-rule`. Source: APR-2.
 */
export const edit = mutation({
  name: 'approvals.edit',
  permission: 'signed-in',
  input: editInput,
  output: caseChanged,
  async run(ctx, { id, version, payload: asked, fileIds }) {
    const found = await findCase(ctx, id)
    const requesterId = ctx.principal.personId
    if (found.personId !== requesterId) throw ruleBroken('approvals.edit.not-yours')
    const kind = kindOf(ctx.services, found.kind)
    const payload = readPayload(kind, asked)
    const movementId = found.scopeIds[0]!
    if (kind.dangerous?.(payload)) assertProven(ctx)
    await kind.mayRequest(ctx, await placeFor(ctx, movementId, found.nodeId), payload)
    if (!found.endedAt) {
      const node = { id: found.nodeId, scopeIds: found.scopeIds, had: found.fileIds }
      await keepFiles(ctx, id, fileIds, node)
    }
    return inPower(ctx, movementId, `case:${id}`, async (power) => {
      const before = await lockCase(power, id)
      assertVersion(before, version)
      if (before.endedAt) throw ruleBroken('approvals.edit.ended')
      const place = await placeOfCase(power, before.nodeId)
      const definition = routeDefinition.parse(before.definition)
      const { checks, routing, excludedIds, plan } = await planCase(power, kind, place, payload, {
        ...{ definition, requesterId },
      })
      assertChecked(checks)
      await closeAll(power, before)
      const revision = before.revision + 1
      const changed = { payload: payload as object, payloadHash: payloadHash(payload, fileIds, revision), fileIds }
      const row = await power.tx.prisma.approvalCase.update({
        where: { id },
        data: {
          ...{ ...changed, ...factsOf(kind, payload, routing), excludedIds, state: 'open', revision },
          version: { increment: 1 },
        },
      })
      await trail(power, row, [
        { kind: 'edited', personId: requesterId },
        ...checks.map(({ code, values = {} }) => ({ kind: 'checked' as const, values: { ...values, check: code } })),
      ])
      await writeSeats(power, row, plan)
      await kind.submitted?.(power, { caseId: id, place, payload })
      ctx.audit({
        noun: 'ApprovalCase',
        subjectId: id,
        node: place,
        before: { state: before.state, revision: before.revision, payloadHash: before.payloadHash },
        after: { state: 'open', revision, payloadHash: row.payloadHash },
      })
      await advance(power, row)
      return stateOf(power, id)
    })
  },
})

/** The requester may have left the place meanwhile: whether they may still ask there is the kind's question. */
const placeFor = (ctx: Context, movementId: string, nodeId: string) =>
  inPower(ctx, movementId, 'approvals.edit', (power) => placeOfCase(power, nodeId))
