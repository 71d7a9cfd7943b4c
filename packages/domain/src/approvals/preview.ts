import { find } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import { settingsOf } from '../org/index.ts'
import { query } from '../verb.ts'
import { previewInput, previewOutput } from './approvals.schema.ts'
import { kindOf, readPayload } from './kinds.ts'
import { planCase, routeHolding } from './plan-case.ts'
import { inPower } from './power.ts'
import type { Place } from './request-kind.ts'
import { changesOf } from './route-changes.rules.ts'
import { ruleFor } from './route.rules.ts'
import { shownSteps } from './steps-shown.ts'

/**
 * The way that a request would go: what is checked, who is asked in which order and why, how long it usually takes, and what would
 * change it. Nothing is written. Errors: NotFound node or kind; NotAllowed; InvalidInput below `payload`; RuleBroken
 * `approvals.submit.no-rule`. Source: APR-6.
 */
export const preview = query({
  name: 'approvals.preview',
  permission: 'signed-in',
  input: previewInput,
  output: previewOutput,
  async run(ctx, { kind: name, nodeId, payload: asked }) {
    const kind = kindOf(ctx.services, name)
    const place = await findPlace(ctx, nodeId)
    const payload = readPayload(kind, asked)
    await kind.mayRequest(ctx, place, payload)
    const movementId = place.scopeIds[0]!
    return inPower(ctx, movementId, 'approvals.preview', async (power) => {
      const { definition } = await routeHolding(power, movementId, kind)
      const requesterId = ctx.principal.personId
      const planned = await planCase(power, kind, place, payload, { definition, requesterId })
      const { checks, routing, world, plan } = planned
      const steps = await shownSteps(power, kind.name, plan, world, nodeId)
      const ask = { requesterId, ...routing, least: kind.least?.(routing.facts) }
      const currency = (await settingsOf(power, movementId)).currency.value
      return {
        checks: checks.map(({ code, passed, values = {} }) => ({ code, passed, values })),
        steps,
        // A plan has one.
        rule: ruleFor(definition, routing)!.when,
        usualHours: wholeTime(steps),
        counted:
          routing.amount === null
            ? null
            : {
                amount: { minor: routing.amount, currency },
                earlier: { minor: routing.counted?.earlier ?? 0, currency },
                rate: routing.counted?.rate ?? null,
              },
        changes: changesOf(definition, ask, world).map(({ amount, ...change }) => ({
          ...change,
          amount: { minor: amount, currency },
        })),
      }
    })
  },
})

/** The place where something is asked for, as the caller sees it. Throws NotFound. */
export const findPlace = (ctx: Context, nodeId: string): Promise<Place & { state: string }> =>
  find<Place & { state: string }>(ctx, 'read', 'OrgNode', nodeId, { id: true, kind: true, scopeIds: true, state: true })

/** Of the whole way: seats of one step are asked at once. Null where a part of it isn't known. */
function wholeTime(steps: { skipped: string | null; seats: { usualHours: number | null }[] }[]): number | null {
  const times = steps.filter(({ skipped }) => !skipped).map(({ seats }) => seats.map(({ usualHours }) => usualHours))
  if (times.length === 0 || times.flat().includes(null)) return null
  return times.reduce((sum, hours) => sum + Math.max(...(hours as number[])), 0)
}
