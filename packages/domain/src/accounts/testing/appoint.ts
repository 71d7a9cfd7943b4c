/** Somebody gets a role as a case gives it. Only tests import this. */
import type { TestDatabase } from '@ministry/db/test'
import { newId } from '@ministry/kernel/id'
import type { Caller, Services } from '../../context.ts'
import { testKind } from '../../test-kinds.ts'
import { roleKind } from '../role.kind.ts'

export interface Appointment {
  personId: string
  role: string
  nodeId: string
  startsAt?: Date
  endsAt?: Date
  reason?: string
}
const { request, decide } = testKind(roleKind)

/** Proposes and, as somebody else, approves. `decide` leaves what `test.decide` names in the audit. */
export function appointing(services: Services, owner: TestDatabase['owner']) {
  const payload = ({ personId, role, startsAt, endsAt, reason }: Appointment) => ({
    ...{ personId, role, reason: reason ?? null },
    ...{ startsAt: startsAt?.toISOString() ?? null, endsAt: endsAt?.toISOString() ?? null },
  })
  const propose = async (who: Caller, what: Appointment, caseId = newId()) => {
    const asked = await request.call(services, who, { caseId, nodeId: what.nodeId, payload: payload(what) })
    return { caseId, ...asked }
  }
  const approve = (who: Caller, what: Appointment, caseId: string, requesterId: string) =>
    decide.call(services, who, { caseId, nodeId: what.nodeId, payload: payload(what), requesterId })
  const appoint = async (by: Caller, what: Appointment, decider = by): Promise<{ id: string }> => {
    const { caseId } = await propose(by, what)
    await approve(decider, what, caseId, by.principal!.personId)
    const { rows } = await owner.query<{ id: string }>('select id from role_assignment where case_id = $1', [caseId])
    return rows[0]!
  }
  return { propose, approve, appoint }
}
