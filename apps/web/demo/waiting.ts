/** What the durable functions would have done on their days: reminders, and seats that were left for the one above. Source: APR-2. */
import { escalate, remind } from '@ministry/domain/approvals'
import { fixedClock } from '@ministry/kernel/calendar'
import { systemCaller } from '@ministry/domain'
import { story } from '@ministry/seed'
import type { Stage } from './acting.ts'

const movementId = story.nodes.lighthouse.id

/** Reminds and escalates what has waited too long, each at its own time, until nothing is late but what nobody stands above. */
export async function catchUp(stage: Stage): Promise<void> {
  const system = systemCaller([movementId], 'workflow:approvals-seat')
  const grace = await stage.as('grace', [0, '23:59'])
  const at = (when: Date) => ({ ...stage.services, clock: fixedClock(when) })
  const done = new Set<string>()
  for (;;) {
    const { rows } = await grace.approvals.cases({ of: { nodeId: movementId }, state: 'open', take: 100 })
    const open = await Promise.all(rows.map(({ id }) => grace.approvals.get({ id })))
    const late = open
      .flatMap(({ seats }) => seats)
      .filter(({ id, state, remindAt }) => state === 'open' && !done.has(id) && remindAt && remindAt < stage.now)
    if (late.length === 0) return
    for (const { id, remindAt, dueAt } of late) {
      done.add(id)
      await remind.call(at(remindAt!), system, { movementId, seatId: id })
      if (dueAt && dueAt < stage.now) await escalate.call(at(dueAt), system, { movementId, seatId: id })
    }
  }
}
