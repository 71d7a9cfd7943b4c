/** The durable side of automations: a welcome when somebody is registered, and sweeps that find whose day has come. Source: AUT-1 to AUT-4. */
import { MinistryError } from '@ministry/kernel/errors'
import type { WorkflowClient, WorkflowFunctions } from '@ministry/workflows'
import type { Services } from '../context.ts'
import { personRegistered } from '../people/index.ts'
import { act } from './act.ts'
import { openMovements, systemCaller } from '../acting.ts'
import type { Search } from './candidates.ts'
import { goAheadGiven } from './automation.events.ts'
import { due } from './due.ts'
import { enrol } from './enrol.ts'
import { gatherSigns, noteGathered } from './gather-signs.ts'
import { noteRefusal } from './note-refusal.ts'
import { tellLeaders } from './tell-leaders.ts'

/** People whose steps are taken in one transaction. */
const CHUNK = 100
/** People that a search names at once. */
const PAGE = 2000

/** The Inngest functions of automations. */
export function automationFunctions(client: WorkflowClient, services: Services): WorkflowFunctions {
  /** Takes what is due for people; where a rule refuses one of them, the others go on and that one waits, visibly. */
  async function actFor(system: string, movementIds: string[], personIds: string[]): Promise<number> {
    const caller = systemCaller(movementIds, system)
    try {
      return (await act.call(services, caller, { personIds })).steps
    } catch (error) {
      if (!isRefusal(error)) throw error
      const [personId] = personIds
      if (personIds.length === 1 && personId !== undefined) {
        await noteRefusal.call(services, caller, { personId, rule: error.code ?? error.kind })
        return 0
      }
      let steps = 0
      for (const id of personIds) steps += await actFor(system, movementIds, [id])
      return steps
    }
  }

  const tell = (system: string, movementId: string) =>
    tellLeaders.call(services, systemCaller([movementId], system), { movementId })

  const sweep = (id: string, cron: string, looks: readonly Search[]) =>
    client.createFunction({ id, triggers: [{ cron }], retries: 3, concurrency: { limit: 1 } }, async ({ step }) => {
      const system = `workflow:${id}`
      const find = (movementId: string, search: Search, after?: string) =>
        due.call(services, systemCaller([movementId], system), { movementId, search, after, take: PAGE })
      // Most hours there is nothing to do: one look tells.
      const first = await step.run('look', async () => {
        const found: { movementId: string; search: Search; personIds: string[] }[] = []
        for (const movementId of await openMovements(services))
          for (const search of looks) {
            const { personIds } = await find(movementId, search)
            if (personIds.length) found.push({ movementId, search, personIds })
          }
        return found
      })
      let steps = 0
      for (const { movementId, search, ...begin } of first) {
        let { personIds } = begin
        for (let page = 0; ; page++) {
          const name = `${movementId}-${search}-${page}`
          for (let at = 0; at < personIds.length; at += CHUNK)
            steps += await step.run(`${name}-${at}`, () =>
              actFor(system, [movementId], personIds.slice(at, at + CHUNK)),
            )
          if (personIds.length < PAGE) break
          const after = personIds.at(-1)
          personIds = (await step.run(`${name}-next`, () => find(movementId, search, after))).personIds
        }
      }
      for (const movementId of new Set(first.map((found) => found.movementId)))
        await step.run(`tell-${movementId}`, () => tell(system, movementId))
      return { steps }
    })

  return [
    client.createFunction(
      { id: 'automation-welcome', triggers: [personRegistered.type], retries: 10, concurrency: { limit: 2 } },
      async ({ event, step }) => {
        const { personIds, origin } = event.data
        let begun = 0
        for (let at = 0; at < personIds.length; at += CHUNK)
          begun += await step.run(`people-${at}`, async () => {
            const caller = systemCaller(await openMovements(services), 'workflow:automation-welcome')
            const input = { personIds: personIds.slice(at, at + CHUNK), origin }
            return (await enrol.call(services, caller, input)).begun
          })
        return { begun }
      },
    ),
    sweep('automation-sweep', '5 * * * *', ['series', 'pre-graduates', 'graduates']),
    client.createFunction(
      { id: 'automation-go-ahead', triggers: [goAheadGiven.type], retries: 10, concurrency: { limit: 2 } },
      async ({ event, step }) => {
        const system = 'workflow:automation-go-ahead'
        const movementIds = await step.run('movements', () => openMovements(services))
        const steps = await step.run('people', () => actFor(system, movementIds, event.data.personIds))
        for (const movementId of movementIds) await step.run(`tell-${movementId}`, () => tell(system, movementId))
        return { steps }
      },
    ),
    // Months of silence are counted in days: once a day is often enough.
    sweep('automation-silence', '35 3 * * *', ['silent']),
    client.createFunction(
      { id: 'automation-signs', triggers: [{ cron: '50 * * * *' }], retries: 3, concurrency: { limit: 1 } },
      async ({ step }) => {
        const system = 'workflow:automation-signs'
        for (let piece = 0; ; piece++) {
          const { movements, ...gathered } = await step.run(`gather-${piece}`, async () => {
            const movements = await openMovements(services)
            return { movements, ...(await gatherSigns.call(services, systemCaller(movements, system), {})) }
          })
          for (let at = 0; at < gathered.returned.length; at += CHUNK)
            await step.run(`returned-${piece}-${at}`, () =>
              actFor(system, movements, gathered.returned.slice(at, at + CHUNK)),
            )
          if (gathered.worthNoting)
            await step.run(`note-${piece}`, () =>
              noteGathered.call(services, systemCaller(movements, system), { upTo: gathered.upTo }),
            )
          if (!gathered.behind) return { pieces: piece + 1 }
        }
      },
    ),
  ]
}

/** A rule or a right said no, for good as far as this moment goes; a meeting of two or an outage passes. */
const isRefusal = (error: unknown): error is MinistryError =>
  error instanceof MinistryError && ['RuleBroken', 'NotAllowed', 'NotFound', 'InvalidInput'].includes(error.kind)
