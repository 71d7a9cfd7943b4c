import { abilityOf, may, nouns, rightsOf, type Noun } from '@ministry/access'
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context, Services } from '../context.ts'
import { notifyAll } from '../notify.ts'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { signedHeaders } from './signing.ts'
import { isGivenUp, wentWell } from './webhooks.rules.ts'

const input = z.object({ deliveryId: id(), last: z.boolean() })
const output = z.object({ done: z.boolean(), state: z.string() })

interface Waiting {
  id: string
  endpointId: string
  type: string
  noun: string
  subjectId: string | null
  nodeId: string | null
  aboutIds: string[]
  at: Date
  url: string
  secret: Uint8Array
  previousSecret: Uint8Array | null
  previousUntil: Date | null
  ownerId: string
  endpointState: string
  placeIds: string[]
}

const note = mutation({
  name: 'webhooks.attempt',
  permission: 'public',
  door: 'auth',
  input: input.extend({
    outcome: z.enum(['answered', 'broken', 'withheld']),
    status: z.number().int().nullable(),
    problem: z.string().nullable(),
  }),
  output,
  run: noteOutcome,
})

/**
 * Sends a waiting message once and notes what became of it; `done` is false where it is to be tried again. What the endpoint's owner
 * may not see at this moment is withheld, and so is everything once they may no longer have webhooks there. Only the workflow calls it.
 * Errors: NotAllowed. Source: API-1, ACS-3, Standard Webhooks.
 */
export const attempt = staged(note, {
  input,
  output,
  async act(services, caller, { deliveryId, last }) {
    if (!caller.system) throw notAllowed('send', 'Integration')
    const waiting = await waitingAt(services, deliveryId)
    if (!waiting) return { done: true, state: 'gone' }
    const told = { deliveryId, last }
    if (!(await ownerSees(services, waiting)))
      return note.perform(services, caller, { ...told, outcome: 'withheld', status: null, problem: null })
    const { type, noun, subjectId, nodeId, at, url } = waiting
    const body = JSON.stringify({ type, timestamp: at.toISOString(), data: { noun, id: subjectId, nodeId } })
    const message = { id: deliveryId, at: services.clock.now(), body }
    const headers = {
      ...{ 'content-type': 'application/json', 'user-agent': 'Ministry-Webhooks/1' },
      ...signedHeaders(secretsOf(services, waiting), message),
    }
    const sent = await services.webhooks.outgoing.post(url, headers, body)
    return note.perform(
      services,
      caller,
      'status' in sent
        ? { ...told, outcome: 'answered', status: sent.status, problem: null }
        : { ...told, outcome: 'broken', status: null, problem: sent.problem },
    )
  },
})

async function waitingAt({ authDb }: Services, deliveryId: string): Promise<Waiting | undefined> {
  const [row] = await authDb.rows<Waiting>(sql`
    select d.id, e.id as "endpointId", d.type, d.noun, d.subject_id as "subjectId", d.node_id as "nodeId", d.about_ids as "aboutIds", d.at,
           e.url, e.secret, e.previous_secret as "previousSecret", e.previous_until as "previousUntil", e.owner_id as "ownerId",
           e.state as "endpointState", e.scope_ids as "placeIds"
      from webhook_delivery d join webhook_endpoint e on e.id = d.endpoint_id
     where d.id = ${deliveryId}::uuid and d.state = 'queued'`)
  return row
}

/** Whether the owner may have webhooks there, and see the very thing, at this moment. */
async function ownerSees({ auth, clock }: Services, waiting: Waiting): Promise<boolean> {
  if (waiting.endpointState !== 'active') return false
  const owner = await auth.sessions.principalOf(waiting.ownerId)
  if (!owner) return false
  const ability = abilityOf(rightsOf(owner, clock.now()), owner)
  const noun = nouns.find((known): known is Noun => known === waiting.noun)
  const { subjectId: subject, nodeId, aboutIds: scopeIds } = waiting
  const place = { id: subject ?? '', nodeId, scopeIds, homeIds: scopeIds }
  return (
    may(ability, 'read', 'Integration', { scopeIds: waiting.placeIds }) &&
    noun !== undefined &&
    may(ability, 'read', noun, place)
  )
}

function secretsOf({ webhooks: { sealing }, clock }: Services, waiting: Waiting): string[] {
  const { endpointId, secret, previousSecret, previousUntil } = waiting
  const both = previousSecret && previousUntil && previousUntil > clock.now()
  return [secret, ...(both ? [previousSecret] : [])].map((sealed) => sealing.open(sealed, endpointId))
}

async function noteOutcome(
  ctx: Context,
  {
    deliveryId,
    last,
    outcome,
    status,
    problem,
  }: { deliveryId: string; last: boolean; outcome: string; status: number | null; problem: string | null },
) {
  const good = outcome === 'answered' && wentWell(status)
  const state = good ? 'delivered' : outcome === 'withheld' ? 'withheld' : last ? 'failed' : 'queued'
  const [row] = await ctx.tx.rows<{ endpointId: string }>(sql`
    update webhook_delivery set state = ${state}, status = ${status}, problem = ${problem}, attempted_at = ${ctx.at},
           attempts = attempts + ${outcome === 'withheld' ? 0 : 1}
     where id = ${deliveryId}::uuid and state = 'queued' returning endpoint_id as "endpointId"`)
  if (!row) return { done: true, state: 'gone' }
  const [endpoint] = await ctx.tx.rows<{
    nodeId: string
    scopeIds: string[]
    failingSince: Date | null
    personId: string
  }>(sql`
    update webhook_endpoint e
       set failing_since = case when ${good} then null when ${outcome === 'withheld'} then failing_since else coalesce(failing_since, ${ctx.at}) end
      from account c
     where e.id = ${row.endpointId}::uuid and c.id = e.owner_id
    returning e.node_id as "nodeId", e.scope_ids as "scopeIds", e.failing_since as "failingSince", c.person_id as "personId"`)
  const { nodeId, scopeIds, failingSince, personId } = endpoint!
  const gone = !good && failingSince !== null && isGivenUp({ status, last, failingSince }, ctx.at)
  if (gone) await giveUp(ctx, { id: row.endpointId, nodeId, personId })
  const after = {
    deliveryId,
    state,
    ...(status !== null && { status }),
    ...(problem && { problem }),
    ...(gone && { gone }),
  }
  ctx.audit({ noun: 'Integration', subjectId: row.endpointId, node: { id: nodeId, scopeIds }, after })
  return { done: state !== 'queued' || gone, state }
}

/** The address is told nothing more, and its owner learns it. */
async function giveUp(
  ctx: Context,
  { id: endpointId, nodeId, personId }: { id: string; nodeId: string; personId: string },
) {
  await ctx.tx.rows(
    sql`update webhook_endpoint set state = 'disabled' where id = ${endpointId}::uuid and state = 'active'`,
  )
  await notifyAll(ctx, [
    {
      ...{ personId, kind: 'webhook-disabled', nodeId, aboutId: endpointId },
      dedupeKey: `webhook-disabled:${endpointId}:${ctx.at.toISOString().slice(0, 10)}`,
    },
  ])
}
