/** What requests do by themselves: reminders, escalation, and going on where a seat was emptied. Source: APR-1, APR-2. */
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import { openMovements, systemCaller } from '../acting.ts'
import type { Services } from '../context.ts'
import { nodeClosed } from '../org/index.ts'
import { seatClosed, seatOpened, seatsGivenUp } from './approvals.events.ts'
import { escalate } from './escalate.ts'
import { remind } from './remind.ts'
import { settle, stranded } from './settle.ts'

/** The Inngest functions of approvals. */
export function approvalsFunctions(client: WorkflowClient, services: Services): WorkflowFunctions {
  const as = (movementId: string, system: string) => systemCaller([movementId], `workflow:${system}`)

  /** Looks for what waits where nobody can answer. */
  async function look(movementId: string) {
    const system = as(movementId, 'approvals-sweep')
    const { caseIds } = await stranded.call(services, system, { movementId })
    const failures: unknown[] = []
    // One that can't be moved on holds up no other; it is told when the others are done, and tried again.
    for (const caseId of caseIds)
      await settle.call(services, system, { movementId, caseId }).catch((failure: unknown) => failures.push(failure))
    if (failures.length) throw failures[0]
    return { settled: caseIds.length }
  }

  return [
    client.createFunction(
      {
        id: 'approvals-seat',
        triggers: [seatOpened.type],
        cancelOn: [{ event: seatClosed.name, if: 'async.data.seatId == event.data.seatId' }],
        retries: 10,
      },
      async ({ event, step }) => {
        const { movementId, seatId, remindAt, dueAt } = event.data
        const system = as(movementId, 'approvals-seat')
        await step.sleepUntil('half-time', remindAt)
        await step.run('remind', () => remind.call(services, system, { movementId, seatId }))
        await step.sleepUntil('due', dueAt)
        return step.run('escalate', () => escalate.call(services, system, { movementId, seatId }))
      },
    ),
    client.createFunction(
      { id: 'approvals-role-ended', triggers: [seatsGivenUp.type], retries: 10 },
      async ({ event, step }) => {
        const { movementId, endsAt } = event.data
        await step.sleepUntil('end', endsAt)
        return step.run('look', () => look(movementId))
      },
    ),
    client.createFunction(
      { id: 'approvals-node-closed', triggers: [nodeClosed.type], retries: 10 },
      ({ event, step }) => step.run('look', () => look(event.data.scopeIds[0]!)),
    ),
    // What no event told of: an account that was deactivated, a role with an end from the beginning.
    client.createFunction(
      { id: 'approvals-sweep', triggers: [{ cron: '25 * * * *' }], retries: 3, concurrency: { limit: 1 } },
      async ({ step }) => {
        const movements = await step.run('movements', () => openMovements(services))
        for (const movementId of movements) await step.run(`look-${movementId}`, () => look(movementId))
        return { movements: movements.length }
      },
    ),
  ]
}
