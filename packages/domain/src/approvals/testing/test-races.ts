/** Two acts on one case at the same instant, over and over: one outcome, executed at most once. Only tests and `pnpm races` import this. */
import { MinistryError } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import type { Caller, Services } from '../../context.ts'
import { endRole } from '../../accounts/end-role.ts'
import { decide } from '../decide.ts'
import { edit } from '../edit.ts'
import { get } from '../get.ts'
import { submit } from '../submit.ts'
import { withdraw } from '../withdraw.ts'

interface Racing {
  services: Services
  /** Runs SQL as the owner of the database. */
  query: (text: string, values: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>
  as: (role: keyof typeof story.accounts) => Promise<Caller>
}
interface Read {
  id: string
  version: number
  payloadHash: string
}
type Act = (read: Read) => Promise<unknown>

/** Which acts meet; what may be the outcome, as `state revision executions`. */
interface Race {
  /** Minor units: who decides follows from them. */
  minor: number
  acts: (racers: Racers) => [Act, Act]
  outcomes: readonly string[]
  /** Both may come through, one after the other. */
  bothMay?: boolean
}
interface Racers {
  services: Services
  cell: Caller
  campus: Caller
  /** A second campus leader. */
  second: Caller
  region: Caller
  roleId: string
}
const approve =
  (services: Services, by: Caller): Act =>
  (read) =>
    decide.call(services, by, { ...read, choice: 'approve' })
const reject =
  (services: Services, by: Caller): Act =>
  (read) =>
    decide.call(services, by, { ...read, choice: 'reject', reason: 'No' })

export const races: Record<string, Race> = {
  'two approvers': {
    minor: 6000,
    acts: ({ services, campus, second }) => [approve(services, campus), approve(services, second)],
    outcomes: ['approved 1 1'],
  },
  'approve against reject': {
    minor: 6000,
    acts: ({ services, campus, second }) => [approve(services, campus), reject(services, second)],
    outcomes: ['approved 1 1', 'rejected 1 0'],
  },
  'one person in two tabs': {
    minor: 6000,
    acts: ({ services, campus }) => [approve(services, campus), approve(services, campus)],
    outcomes: ['approved 1 1'],
  },
  'approve against edit': {
    minor: 6000,
    acts: ({ services, campus, cell }) => [
      approve(services, campus),
      ({ id, version }) => edit.call(services, cell, { id, version, payload: { minor: 7000 } }),
    ],
    outcomes: ['approved 1 1', 'open 2 0'],
  },
  'approve against withdraw': {
    minor: 6000,
    acts: ({ services, campus, cell }) => [
      approve(services, campus),
      ({ id, version }) => withdraw.call(services, cell, { id, version }),
    ],
    outcomes: ['approved 1 1', 'withdrawn 1 0'],
  },
  'approve against end of role': {
    minor: 6000,
    acts: ({ services, second, region, roleId }) => [
      approve(services, second),
      () => endRole.call(services, region, { id: roleId, reason: 'Ends' }),
    ],
    outcomes: ['approved 1 1', 'open 1 0'],
    bothMay: true,
  },
}

/** Lets two acts meet `count` times, a few cases at once; throws at the first outcome that must not be. Gives how often each came about. */
export async function race(world: Racing, name: string, count: number): Promise<Map<string, number>> {
  const { services, query, as } = world
  const { nodes, people } = story
  const { minor, acts, outcomes, bothMay } = races[name]!
  const cell = await as('cell-leader')
  const campus = await as('campus-leader')
  const region = await as('regional-director')
  const tally = new Map<string, number>()
  const second = people.tomas.id
  const hold = async () => {
    const roleId = newId()
    await query(
      `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, $2, 'campus-leader', $3, '2020-01-01')`,
      [roleId, second, nodes.kilima.id],
    )
    return { roleId, caller: await as('small-group-coordinator') }
  }
  let held = await hold()
  for (let run = 0; run < count; run++) {
    const id = newId()
    await submit.call(services, cell, { id, kind: 'wish', nodeId: nodes.mustardSeed.id, payload: { minor } })
    const { version, payloadHash } = await get.call(services, campus, { id })
    const pair = acts({ services, cell, campus, second: held.caller, region, roleId: held.roleId })
    // Now the one, now the other has a head start of nothing.
    if (run % 2) pair.reverse()
    const results = await Promise.allSettled(pair.map((act) => act({ id, version, payloadHash })))
    for (const result of results)
      if (result.status === 'rejected' && !(result.reason instanceof MinistryError)) throw result.reason
    const done = results.filter(({ status }) => status === 'fulfilled').length
    const { rows } = await query(
      `select c.state, c.revision, (select count(*)::int from approval_comment m where m.case_id = c.id and m.text = 'executed') executed,
              (select count(*)::int from approval_vote v where v.case_id = c.id and v.revision = c.revision) votes,
              (select count(*)::int from audit_entry a where a.subject_id = c.id and a.after ->> 'state' = 'approved') audited
         from approval_case c where c.id = $1`,
      [id],
    )
    const { state, revision, executed, votes, audited } = rows[0] as Record<string, number | string>
    const outcome = `${state} ${revision} ${executed}`
    if (!outcomes.includes(outcome) || executed !== audited || (bothMay ? done < 1 : done !== 1) || Number(votes) > 1)
      throw new Error(`${name}: ${outcome}, ${done} came through, ${votes} votes, ${audited} executions in the audit`)
    tally.set(outcome, (tally.get(outcome) ?? 0) + 1)
    const { rows: still } = await query(`select from role_assignment where id = $1 and ends_at is null`, [held.roleId])
    if (still.length === 0) held = await hold()
  }
  return tally
}
