/** The durable side of imports on the real executor: what ends them early ends them for good. Source: IMP-4, IMP-6. */
import { conflict } from '@ministry/kernel/errors'
import { story } from '@ministry/seed'
import { createExecutor, createOutboxRelay, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Services } from '../context.ts'
import { importKinds } from './testing/kinds.ts'
import { createWorld } from '../test-world.ts'
import { cancel } from './cancel.ts'
import { commit } from './commit.ts'
import { get } from './get.ts'
import { importsFunctions } from './imports.workflow.ts'
import { stepsOf } from './testing/steps.ts'

const { services, owner, urls, as, clock } = await createWorld({ importKinds })
const admin = await as('campus-administrator')
const director = await as('national-director')
const { accountId, personId, nodeId } = story.accounts['campus-administrator']
const campus = stepsOf(services, admin, nodeId!)

/** What happens before the next chunks, each when its turn has come. */
const before: (() => unknown)[] = []
const watched: Services = {
  ...services,
  auth: {
    ...services.auth,
    sessions: {
      ...services.auth.sessions,
      principalOf: async (account) => {
        await before.shift()?.()
        return services.auth.sessions.principalOf(account)
      },
    },
  },
}
const executor = createExecutor({ connectionString: urls.executor, clock, pollMs: 20, random: () => 0 })
const client = createWorkflowClient({ id: 'test', executor, clock })
const relay = createOutboxRelay({ connectionString: urls.relay, client, clock })
beforeAll(async () => {
  await executor.start(serveInProcess(client, importsFunctions(client, watched)))
  relay.start()
})
afterAll(async () => {
  await relay.stop()
  await executor.stop()
})

const file = (name: string, count: number) =>
  `Name,Email\n${Array.from({ length: count }, (_, i) => `${name} ${i},${name.toLowerCase().replaceAll(' ', '')}${i}@example.com`).join('\n')}\n`
const viewOf = (id: string) => get.call(services, director, { id })
const until = (id: string, state: string) =>
  vi.waitFor(async () => expect(await viewOf(id)).toMatchObject({ state }), { timeout: 30_000, interval: 50 })
async function planned(name: string, count: number) {
  before.length = 0
  const id = await campus.bring(file(name, count))
  await campus.confirm(id)
  await until(id, 'planned')
  expect((await viewOf(id)).plan).toMatchObject({ create: count })
  return id
}
const written = async (name: string) =>
  (await owner.query(`select id from person where name like $1`, [`${name} %`])).rowCount
/** Until nothing is under way and nothing is due soon. */
const settled = async () => {
  await executor.idle()
  expect(await executor.operations.runs({ status: 'running' })).toEqual([])
}
const nothing = () => undefined
const endRoles = () =>
  owner.query(`update role_assignment set ends_at = $2 where person_id = $1 and ends_at is null`, [
    personId,
    clock.now(),
  ])
const giveBack = () => owner.query(`update role_assignment set ends_at = null where person_id = $1`, [personId])

test('whose role ends in the middle: stopped, with a sentence and the count of what was written', async () => {
  const id = await planned('Ended', 1_200)
  before.push(nothing, endRoles)
  await commit.call(services, admin, { id })
  await until(id, 'failed')
  await settled()
  expect(await viewOf(id)).toMatchObject({
    problem: { code: 'imports.stopped.not-allowed' },
    doneRows: 500,
    result: { created: 500, changed: 0, skipped: 0, failed: 0 },
  })
  expect(await written('Ended')).toBe(500)
  await giveBack()
  // Checked and accepted anew, it goes on where it was: nobody twice, and the result adds up to the file.
  await campus.confirm(id)
  await until(id, 'planned')
  expect((await viewOf(id)).plan).toMatchObject({ create: 700, skip: 500 })
  await commit.call(services, admin, { id })
  await until(id, 'done')
  expect(await viewOf(id)).toMatchObject({ result: { created: 700, changed: 0, skipped: 500, failed: 0 } })
  expect(await written('Ended')).toBe(1_200)
})

test('whose account is gone in the middle: the same', async () => {
  const id = await planned('Gone', 600)
  before.push(nothing, () =>
    owner.query(`update account set deactivated_at = $2 where id = $1`, [accountId, clock.now()]),
  )
  await commit.call(services, admin, { id })
  await until(id, 'failed')
  await settled()
  expect(await viewOf(id)).toMatchObject({
    problem: { code: 'imports.stopped.not-signed-in' },
    result: { created: 500 },
  })
  await owner.query(`update account set deactivated_at = null where id = $1`, [accountId])
})

test('a dry run whose asker may no more ends too', async () => {
  const id = await campus.bring(file('Unplanned', 600))
  before.push(nothing, endRoles)
  await campus.confirm(id)
  await until(id, 'failed')
  expect(await viewOf(id)).toMatchObject({ problem: { code: 'imports.stopped.not-allowed' } })
  await giveBack()
})

test('cancelled in the middle: what is written stays, nothing more comes, and the count is told', async () => {
  const id = await planned('Called Off', 1_200)
  before.push(nothing, () => cancel.call(services, admin, { id }))
  await commit.call(services, admin, { id })
  await until(id, 'cancelled')
  await settled()
  expect(await viewOf(id)).toMatchObject({ doneRows: 500, result: { created: 500 }, problem: null })
  expect(await written('Called Off')).toBe(500)
  await expect(commit.call(services, admin, { id })).rejects.toMatchObject({ code: 'imports.step.not-now' })
})

test('cancelled while a chunk is being written: the chunk ends first', async () => {
  const id = await planned('Both At Once', 1_200)
  let stopped: Promise<unknown> | undefined
  before.push(nothing, () => {
    stopped = new Promise((done) => setTimeout(done, 30)).then(() => cancel.call(services, admin, { id }))
  })
  await commit.call(services, admin, { id })
  await until(id, 'cancelled')
  await stopped
  await settled()
  const { doneRows, result } = await viewOf(id)
  expect(await written('Both At Once')).toBe(result!.created)
  expect(doneRows).toBe(result!.created)
})

test('somebody else’s act at the same instant is tried again, not the end', async () => {
  const id = await planned('Retried', 600)
  before.push(nothing, () => {
    throw conflict('verb.meanwhile')
  })
  await commit.call(services, admin, { id })
  await vi.waitFor(async () => expect((await viewOf(id)).doneRows).toBe(500), 20_000)
  await executor.idle()
  clock.set((await executor.nextDue())!)
  executor.wake()
  await until(id, 'done')
  expect(await viewOf(id)).toMatchObject({ result: { created: 600, failed: 0 } })
})
