/**
 * Row 11: what the second wall costs. Each list at each scope is asked once over HTTP and its statements taken down; then they are sent as
 * the application's role, whom the policies bind, and as the owner, whom they don't: the same texts, plans and answers but for the
 * policies. Source: ACS-4.
 */
import { largeHandles } from '@ministry/seed'
import pg from 'pg'
import { fillInbox } from './inbox-rows.ts'
import { alternate, median } from './measure.ts'
import { recordStatements, replay } from './record.ts'
import type { Measured } from './rows.ts'
import type { Stage } from './stage.ts'

const scopes = ['national', 'region', 'campus', 'group'] as const
type Asked = readonly [name: string, path: string, input: (nodeId: string) => unknown]

/** Lists that everybody has who leads a place. */
async function lists({ owner }: Stage): Promise<Asked[]> {
  const one = async (text: string) => (await owner.query<{ id: string }>(text)).rows[0]!.id
  const tag = await one('select id from tag order by id limit 1')
  const field = await one(`select id from custom_field where kind = 'one-of' order by id limit 1`)
  const noted = await owner.query<{ ancestor: string; id: string }>(
    `select distinct on (a) a ancestor, n.person_id id from note n cross join unnest(n.scope_ids) a where a = any ($1::uuid[]) order by a, n.id`,
    [scopes.map((scope) => largeHandles[scope].nodeId)],
  )
  const personAt = new Map(noted.rows.map(({ ancestor, id }) => [ancestor, id]))
  const where = {
    any: [
      {
        all: [
          { field: 'tags', is: [tag] },
          { field: 'gender', is: ['female'] },
        ],
      },
      { field: 'custom', id: field, is: ['xl'] },
    ],
  }
  return [
    ['people', 'people.list', (nodeId) => ({ nodeId })],
    ['people, three conditions', 'people.list', (nodeId) => ({ nodeId, filter: { where } })],
    ['people by a custom field', 'people.list', (nodeId) => ({ nodeId, order: { by: `custom.${field}` } })],
    ['search', 'people.search', (nodeId) => ({ nodeId, term: 'mary' })],
    ['notes of a person', 'care.notes', (nodeId) => ({ personId: personAt.get(nodeId) })],
    ['follow-ups', 'followUps.list', (nodeId) => ({ nodeId })],
    ['closed follow-ups', 'followUps.list', (nodeId) => ({ nodeId, state: 'closed' })],
    ['workload', 'followUps.workload', (nodeId) => ({ nodeId })],
    ['audit', 'audit.search', (nodeId) => ({ nodeId })],
    ['inbox', 'approvals.inbox', () => ({})],
  ]
}

/** One row a list: the scope at which the wall costs the most. A list that somebody may not have is left out. */
export async function wall(stage: Stage, pairs: number): Promise<Measured[]> {
  await fillInbox(stage)
  const bare = new pg.Client({ connectionString: stage.ownerUrl })
  await bare.connect()
  const found: Measured[] = []
  try {
    for (const [name, path, input] of await lists(stage)) {
      const taken: { scope: string; ratio: number; a: number; b: number }[] = []
      for (const scope of scopes) {
        const { accountId, nodeId } = largeHandles[scope]
        const session = await stage.sessionOf(accountId)
        const ask = () => stage.call(path, input(nodeId), session)
        const refused = await ask().catch((error: unknown) => String(error))
        if (typeof refused === 'string') {
          if (!/answered 40[34]/.test(refused)) throw new Error(refused)
          continue
        }
        const statements = await recordStatements(ask)
        const { a, b, ratio } = await alternate(
          replay(stage.plain, statements, { asSent: true }),
          replay(bare, statements, { asSent: true }),
          {
            pairs: Math.ceil(pairs / 4),
            blocks: 3,
          },
        )
        taken.push({ scope, ratio, a: median(a.times), b: median(b.times) })
      }
      const worst = taken.reduce((one, other) => (one.ratio > other.ratio ? one : other))
      found.push({
        row: '11',
        measure: `${name}: with policies ÷ without, p50, worst scope`,
        value: worst.ratio,
        target: '≤ 2',
        good: worst.ratio <= 2,
        note: taken.map(({ scope, a, b }) => `${scope} ${a.toFixed(2)} : ${b.toFixed(2)} ms`).join(', '),
      })
    }
    return found
  } finally {
    await bare.end()
  }
}
