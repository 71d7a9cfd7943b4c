/** News of graduations for those who lead: one line where there was one, and one line where there were many. Source: AUT-3, MSG-3. */
import { sql } from '@ministry/db'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { notifyAll, type NewsFor } from '../messaging/index.ts'
import { mutation } from '../verb.ts'
import { assertSystem } from '../acting.ts'

/** Who is told at the person's place and above. */
const leaders = ['campus-leader', 'alumni-coordinator']
/** Where something waits, also who can name a successor or open a network. */
const helpers = [...leaders, 'regional-director']
/** Acts that are told of in one transaction. */
const MOST = 5000

interface Untold {
  id: string
  personId: string
  step: string
  state: 'done' | 'waiting'
  reason: string | null
  occurrence: string
  nodeId: string
  scopeIds: string[]
}
interface Holder {
  nodeId: string
  role: string
  personId: string
}

/**
 * Tells leaders of a movement of the graduations that they have not been told of yet, each once. Only the workflow calls it, at the
 * end of its sweep: what a crash left untold is told with the next. Errors: NotAllowed. Source: AUT-3, MSG-3.
 */
export const tellLeaders = mutation({
  name: 'automation.tell-leaders',
  permission: { action: 'run', noun: 'Automation' },
  input: z.object({ movementId: id() }),
  output: z.object({ told: z.number().int() }),
  timeout: 60_000,
  async run(ctx, { movementId }) {
    assertSystem(ctx)
    ctx.asked('run', 'Automation')
    const acts = await untold(ctx, movementId)
    if (acts.length === 0) return { told: 0 }
    await notifyAll(ctx, newsOf(acts, await holdersOf(ctx, acts)))
    await ctx.tx.rows(
      sql`update automation_act set told_at = ${ctx.at} where id = any (${acts.map(({ id }) => id)}::uuid[])`,
    )
    ctx.audit({ noun: 'Automation', node: { id: movementId, scopeIds: [movementId] }, after: { told: acts.length } })
    return { told: acts.length }
  },
})

const untold = ({ tx }: Context, movementId: string) =>
  tx.rows<Untold>(sql`
    select a.id, a.person_id as "personId", a.step, a.state, a.reason, a.occurrence, a.node_id as "nodeId", n.scope_ids as "scopeIds"
      from automation_act a join org_node n on n.id = a.node_id
     where a.automation = 'alumni' and a.told_at is null and n.scope_ids @> array[${movementId}::uuid]
     order by a.at, a.id limit ${MOST}`)

const holdersOf = ({ tx, at }: Context, acts: readonly Untold[]) =>
  tx.rows<Holder>(sql`
    select l.node_id as "nodeId", l.role, l.person_id as "personId"
      from app.node_leaders(${[...new Set(acts.flatMap(({ scopeIds }) => scopeIds))]}::uuid[], ${at}, ${helpers}::text[]) l`)

function newsOf(acts: readonly Untold[], holders: readonly Holder[]): NewsFor[] {
  const told = acts.flatMap((act) => {
    const kind = kindOf(act)
    const roles = act.state === 'waiting' ? helpers : leaders
    const readers = holders.filter(
      ({ nodeId, role, personId }) =>
        act.scopeIds.includes(nodeId) && roles.includes(role) && personId !== act.personId,
    )
    // Who leads in two places hears of it once.
    return [...new Map(readers.map((reader) => [reader.personId, reader])).values()].map(({ personId, nodeId }) => ({
      act,
      kind,
      reader: personId,
      nodeId,
    }))
  })
  return [...Map.groupBy(told, ({ reader, kind, nodeId }) => `${reader} ${kind} ${nodeId}`).values()].map((group) => {
    const [{ act, kind, reader, nodeId }] = group as [(typeof told)[number]]
    const about = act.state === 'waiting' ? (act.reason ?? '') : ''
    return group.length === 1
      ? {
          ...{ personId: reader, kind, nodeId: act.nodeId, aboutId: act.personId },
          dedupeKey: ['automation', kind, about, act.personId, act.occurrence, reader].join(':'),
        }
      : {
          ...{ personId: reader, kind, nodeId, facts: { count: group.length } },
          dedupeKey: ['automation', kind, act.id, act.reason ?? '', reader].join(':'),
        }
  })
}

function kindOf({ step, state }: Untold): NewsFor['kind'] {
  if (state === 'waiting') return 'graduation-waits'
  return step === 'propose' ? 'graduation-proposed' : 'graduated'
}
