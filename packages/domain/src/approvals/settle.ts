import { levelOfRoles, rolesFrom } from '@ministry/access'
import { id } from '@ministry/kernel/id'
import { sql } from '@ministry/db'
import * as z from 'zod'
import { assertSystem } from '../acting.ts'
import { mutation, query } from '../verb.ts'
import { lockCase } from './case-row.ts'
import { inPower } from './power.ts'
import { end } from './closing.ts'
import { couldGoOn, revive } from './revive.ts'
import { advance } from './seats.ts'
import { tellRequester } from './tell.ts'
import { trail } from './trail.ts'

/** Cases at once. */
const PAGE = 500
/** Each seat with the roles that are as high. */
const pairs = rolesFrom(0).flatMap((seat) => rolesFrom(levelOfRoles([seat])).map((high) => ({ seat, high })))
const asHigh = { seats: pairs.map(({ seat }) => seat), high: pairs.map(({ high }) => high) }

/** Whether a seat said that nobody can answer it, and wasn't opened since. */
const saidStuck = sql`exists (
  select from approval_trail t
   where t.case_id = s.case_id and t.seat_id = s.id and t.kind = 'stuck'
     and not exists (select from approval_trail o where o.case_id = t.case_id and o.seat_id = t.seat_id and o.kind = 'opened' and o.seq > t.seq))`

/** Whether the place of a case is closed, or one above it. */
const placeClosed = sql`exists (select from org_node n where n.id = any (c.scope_ids) and n.state = 'closed')`

/**
 * Cases that wait where nobody sits any more, whose turn was given to somebody who can't take it, or whose place is closed (also those
 * that were sent back); and those that were stuck and can go on by now. Only the workflow asks. Source: APR-2.
 */
export const stranded = query({
  name: 'approvals.stranded',
  permission: 'signed-in',
  input: z.object({ movementId: id() }),
  output: z.object({ caseIds: z.array(id()) }),
  async run(ctx, { movementId }) {
    assertSystem(ctx)
    return inPower(ctx, movementId, ctx.caller.system!, async (power) => {
      const { tx } = power
      const cases = await tx.rows<{ id: string }>(sql`
        select distinct s.case_id as id from approval_seat s join approval_case c on c.id = s.case_id
         where s.state = 'open' and s.scope_ids @> array[${movementId}::uuid]
           and (${placeClosed}
             or s.assigned_to is null and s.role <> 'board-member' and not exists (
               select from role_assignment a join account k on k.person_id = a.person_id and k.deactivated_at is null
                where a.node_id = s.node_id and a.role = s.role and a.starts_at <= ${ctx.at} and (a.ends_at is null or a.ends_at > ${ctx.at})
                  and not a.person_id = any (s.excluded_ids)
                  and not exists (select from org_node n where n.id = any (a.scope_ids) and n.state = 'closed'))
             or s.assigned_to is not null and not exists (
               select from role_assignment a join account k on k.person_id = a.person_id and k.deactivated_at is null
                where a.person_id = s.assigned_to and (s.role, a.role) in (select * from unnest(${asHigh.seats}::text[], ${asHigh.high}::text[])) and a.starts_at <= ${ctx.at} and (a.ends_at is null or a.ends_at > ${ctx.at}))
             or s.assigned_to is not null and s.because -> -1 ->> 'code' <> 'reassigned' and not exists (
               select from role_assignment a where a.person_id = s.assigned_by and a.node_id = s.node_id and a.role = s.role
                  and a.starts_at <= ${ctx.at} and (a.ends_at is null or a.ends_at > ${ctx.at})))
           and not ${saidStuck}
         union
        select c.id from approval_case c where c.state = 'sent_back' and c.scope_ids @> array[${movementId}::uuid] and ${placeClosed}
         limit ${PAGE}`)
      const stuck = await tx.rows<{ id: string }>(sql`
        select distinct s.case_id as id from approval_seat s
         where s.state = 'open' and s.scope_ids @> array[${movementId}::uuid] and ${saidStuck} limit ${PAGE}`)
      const goOn: string[] = []
      for (const { id } of stuck)
        if (await couldGoOn(power, await tx.prisma.approvalCase.findUniqueOrThrow({ where: { id } }))) goOn.push(id)
      return { caseIds: [...new Set([...cases.map((row) => row.id), ...goOn])] }
    })
  },
})

/**
 * Moves a case on after roles have ended or places were closed: seats that nobody can answer climb, turns come back, and what was asked
 * for a closed place is withdrawn. Only the workflow calls it. Source: APR-2.
 */
export const settle = mutation({
  name: 'approvals.settle',
  permission: 'signed-in',
  input: z.object({ movementId: id(), caseId: id() }),
  output: z.object({ state: z.string() }),
  async run(ctx, { movementId, caseId }) {
    assertSystem(ctx)
    return inPower(ctx, movementId, ctx.caller.system!, async (power) => {
      const row = await lockCase(power, caseId)
      const node = { id: row.nodeId, scopeIds: row.scopeIds }
      ctx.audit({ noun: 'ApprovalCase', subjectId: caseId, node, after: { settled: true } })
      const closed = await power.tx.prisma.orgNode.count({ where: { id: { in: row.scopeIds }, state: 'closed' } })
      if (row.endedAt || (closed === 0 && row.state !== 'open')) return { state: row.state }
      await power.tx.prisma.approvalCase.update({ where: { id: caseId }, data: { version: { increment: 1 } } })
      if (closed === 0) {
        await revive(power, row)
        return { state: await advance(power, row) }
      }
      await trail(power, row, [{ kind: 'withdrawn', values: { why: 'place-closed' } }])
      await end(power, row, 'withdrawn')
      await tellRequester(power, row, 'request-withdrawn')
      return { state: 'withdrawn' }
    })
  },
})
