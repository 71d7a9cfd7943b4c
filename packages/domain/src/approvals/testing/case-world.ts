/** A world with one kind of request, and shortcuts for asking and answering. Only tests import this. */
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import type { Caller } from '../../context.ts'
import { testFiles } from '../../test-files.ts'
import { createWorld } from '../../test-world.ts'
import { caseFiles } from '../case-files.ts'
import { decide } from '../decide.ts'
import { get } from '../get.ts'
import { inbox } from '../inbox.ts'
import { submit } from '../submit.ts'
import { wish } from './wish.ts'

interface Asked {
  nodeId?: string
  what?: string
  personId?: string
  impossible?: boolean
}
/** `ask` makes a wish, `answer` decides as whoever calls, on what they have just read. */
export async function createCaseWorld() {
  const world = await createWorld({ requestKinds: [wish], files: testFiles([caseFiles]) })
  const { services, owner } = world
  const ask = async (by: Caller, minor: number, { nodeId = story.nodes.kilima.id, ...more }: Asked = {}) =>
    (await submit.call(services, by, { id: newId(), kind: 'wish', nodeId, payload: { minor, ...more } })).id
  const see = (by: Caller, id: string) => get.call(services, by, { id })
  const answer = async (by: Caller, id: string, choice = 'approve', reason?: string) => {
    const { version, payloadHash } = await see(by, id)
    return decide.call(services, by, { id, version, payloadHash, choice: choice as 'approve', reason })
  }
  /** Where the case waits: `act role`, one a seat. */
  const waits = async (by: Caller, id: string) =>
    (await see(by, id)).seats.filter(({ state }) => state === 'open').map(({ act, seat }) => `${act} ${seat}`)
  const inboxOf = async (by: Caller, filter = {}) => (await inbox.call(services, by, filter)).rows.map(({ id }) => id)
  const executions = async (id: string) =>
    (await owner.query(`select from approval_comment where case_id = $1 and text = 'executed'`, [id])).rowCount
  return { ...world, ask, see, answer, waits, inboxOf, executions }
}
