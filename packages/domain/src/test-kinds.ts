/** A kind of request by itself, without the engine that brings it to its approvers. Only tests import this. */
import { abilityOf, rightsOf, rowScopeOf } from '@ministry/access'
import { sql } from '@ministry/db'
import { ruleBroken } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Check, Place, RequestKind } from './approvals/index.ts'
import type { Context } from './context.ts'
import { findNode } from './org/index.ts'
import { mutation } from './verb.ts'

const asked = z.object({ caseId: id(), nodeId: id(), payload: z.unknown() })

/** Goes on as the engine does: with a National Director's rights, in the name of whoever asks. */
function inPower<T>(ctx: Context, movementId: string, run: (power: Context) => Promise<T>): Promise<T> {
  const { accountId, personId } = ctx.principal
  const role = { role: 'national-director' as const, nodeId: movementId, scopeIds: [movementId] }
  const principal = { accountId, personId, roles: [{ ...role, startsAt: ctx.at, endsAt: null }] }
  const rights = rightsOf(principal, ctx.at)
  const { tx, at, services, audit, emit } = ctx
  const caller = { principal, system: 'case:test', request: ctx.caller.request }
  const ability = abilityOf(rights, principal)
  const power: Context = { caller, principal, at, ability, rights, services, tx, asked: ctx.asked, audit, emit }
  return tx.as({ scope: rowScopeOf(rights), personId, accountId, engine: movementId }, () => run(power))
}

/** Asks for it and, by `decide`, approves it: what the kind itself does, step by step, in the transactions that the engine has. */
export function testKind(kind: RequestKind) {
  const read = (payload: unknown) => kind.payload.parse(payload)
  const request = mutation({
    name: 'test.request',
    permission: 'signed-in',
    input: asked,
    output: z.object({ checks: z.array(z.custom<Check>()), amount: z.number().nullable(), facts: z.unknown() }),
    async run(ctx, { caseId, nodeId, payload: typed }) {
      const payload = read(typed)
      const node = await findNode(ctx, 'read', nodeId)
      const place: Place = { id: node.id, kind: node.kind, scopeIds: node.scopeIds }
      await kind.mayRequest(ctx, place, payload)
      return inPower(ctx, place.scopeIds[0]!, async (power) => {
        const checks = await kind.check(power, place, payload)
        const failed = checks.find(({ passed }) => !passed)
        if (failed) throw ruleBroken(failed.code, failed.values)
        const { amount, facts, concernedIds } = await kind.routing(power, place, payload)
        await power.tx.rows(sql`
          insert into approval_case (id, kind, noun, node_id, person_id, payload, payload_hash, summary, amount, concerned_ids, definition, submitted_at)
          values (${caseId}::uuid, ${kind.name}, ${kind.noun}, ${nodeId}::uuid, ${ctx.principal.personId}::uuid, ${JSON.stringify(payload)}::jsonb, ${'0'.repeat(64)},
                  ${JSON.stringify(kind.summary(payload))}::jsonb, ${amount}, ${[...concernedIds]}::uuid[], '{}', ${ctx.at})
          on conflict (id) do update set payload = excluded.payload, amount = excluded.amount, revision = approval_case.revision + 1, state = 'open'`)
        power.audit({ noun: 'ApprovalCase', subjectId: caseId, node: { id: place.id, scopeIds: place.scopeIds } })
        await kind.submitted?.(power, { caseId, place, payload })
        return { checks, amount, facts }
      })
    },
  })
  const decide = mutation({
    name: 'test.decide',
    permission: 'signed-in',
    input: asked.extend({ requesterId: id() }),
    output: z.object({}),
    run: (ctx, { caseId, nodeId, payload: typed, requesterId }) =>
      inPower(ctx, ctx.principal.roles[0]!.scopeIds[0]!, async (power) => {
        const node = await findNode(power, 'read', nodeId)
        const place: Place = { id: node.id, kind: node.kind, scopeIds: node.scopeIds }
        const payload = read(typed)
        const failed = (await kind.check(power, place, payload)).find(({ passed }) => !passed)
        if (failed) throw ruleBroken(failed.code, failed.values)
        await power.tx.rows(sql`
          update approval_case set state = 'approved', ended_at = ${ctx.at}, executed_at = ${ctx.at} where id = ${caseId}::uuid`)
        await kind.execute(power, { caseId, place, payload, requesterId })
        return {}
      }),
  })
  return { request, decide }
}
