import { openDatabase } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { afterAll, expect, test } from 'vitest'
import type { Caller, Services } from '../context.ts'
import { testFiles } from '../test-files.ts'
import { createWorld } from '../test-world.ts'
import { attachToPlace, detachFromPlace, filesOfPlace, places } from './testing/places.ts'

const { services, owner, ownerUrl, as, callerOf } = await createWorld({ files: testFiles([places], { perSubject: 3 }) })
const withoutPolicies = openDatabase(ownerUrl, { max: 2 })
afterAll(() => withoutPolicies.close())
const kind = (name: string) => expect.objectContaining({ name })

/** A stored upload of that caller, unattached. */
async function uploaded({ principal }: Caller, name = 'receipt.jpg') {
  const id = newId()
  const { accountId, personId } = principal!
  await owner.query(`insert into file_object (storage_key, account_id, size, begun_at) values ($1, $2, 5, now())`, [
    id,
    accountId,
  ])
  await owner.query(
    `insert into file (id, name, media_type, size, sha256, storage_key, account_id, person_id, uploaded_at)
     values ($1, $2, 'image/jpeg', 5, repeat('a', 64), $5, $3, $4, now())`,
    [id, name, accountId, personId, id],
  )
  return id
}
const stateOf = async (id: string) =>
  (await owner.query<{ subject_id: string | null }>('select subject_id from file where id = $1', [id])).rows[0]
const { kilima, mtoni, mustardSeed } = story.nodes
const nodeId = kilima.id

test('what was uploaded hangs on the thing, with its place and an entry in the audit; again changes nothing', async () => {
  const leader = await as('campus-leader')
  const id = await uploaded(leader)
  await attachToPlace.call(services, leader, { nodeId: mustardSeed.id, fileIds: [id, id] })
  await attachToPlace.call(services, leader, { nodeId: mustardSeed.id, fileIds: [id] })
  const files = await filesOfPlace.call(services, leader, { nodeId: mustardSeed.id })
  expect(files).toEqual([expect.objectContaining({ id, name: 'receipt.jpg', mediaType: 'image/jpeg', size: 5 })])
  expect(files[0]).not.toHaveProperty('storageKey')
  const { rows } = await owner.query(`select scope_ids, node_id from file where id = $1`, [id])
  expect(rows).toEqual([{ node_id: mustardSeed.id, scope_ids: mustardSeed.scopeIds }])
  const audit = await owner.query(`select action, personal_after, node_id from audit_entry where subject_id = $1`, [id])
  expect(audit.rows).toEqual([
    { action: 'test.attach', node_id: mustardSeed.id, personal_after: { name: 'receipt.jpg' } },
  ])
})

test('whoever sees the thing sees its files, and nobody else, with either wall alone', async () => {
  const leader = await as('campus-leader')
  const id = await uploaded(leader)
  await attachToPlace.call(services, leader, { nodeId, fileIds: [id] })
  const wideOpen = { ...services, files: { ...services.files, subjects: [{ ...places, mayRead: async () => true }] } }
  for (const role of ['regional-director', 'national-director', 'cell-leader'] as const)
    expect((await filesOfPlace.call(services, await as(role), { nodeId })).length, role).toBe(1)
  const strangers = [
    await as('external-contributor'),
    await callerOf(story.furtherAccounts.otherMovementDirector.accountId),
  ]
  for (const stranger of strangers) {
    const asked = (services: Services) => filesOfPlace.call(services, stranger, { nodeId })
    await expect(asked(services)).rejects.toThrow(kind('NotFound'))
    expect(await asked(wideOpen), 'row-level security alone').toEqual([])
    await expect(asked({ ...services, db: withoutPolicies }), 'the rule alone').rejects.toThrow(kind('NotFound'))
  }
})

test('only one’s own uploads are attached, once, and to one thing', async () => {
  const [leader, cellLeader] = [await as('campus-leader'), await as('cell-leader')]
  const [foreign, own] = [await uploaded(cellLeader), await uploaded(leader)]
  const refuse = (fileIds: string[], at: string) =>
    expect(attachToPlace.call(services, leader, { nodeId: at, fileIds })).rejects.toThrow(kind('NotFound'))
  await refuse([own, foreign], nodeId)
  expect(await stateOf(own)).toEqual({ subject_id: null })
  await refuse([newId()], nodeId)
  await attachToPlace.call(services, leader, { nodeId: mustardSeed.id, fileIds: [own] })
  await refuse([own], nodeId)
  expect(await stateOf(own)).toEqual({ subject_id: mustardSeed.id })
})

test('the thing itself has a say', async () => {
  const leader = await as('campus-leader')
  const id = await uploaded(leader)
  const closed = { ...services, files: { ...services.files, subjects: [{ ...places, mayAttach: async () => false }] } }
  const attached = attachToPlace.call(closed, leader, { nodeId, fileIds: [id] })
  await expect(attached).rejects.toThrow(kind('NotAllowed'))
})

test('no more than the limit hang on one thing, also where two come at once', async () => {
  const leader = await as('regional-director')
  const at = story.nodes.savanna.id
  const ids = await Promise.all(Array.from({ length: 4 }, () => uploaded(leader)))
  await attachToPlace.call(services, leader, { nodeId: at, fileIds: [ids[0]!] })
  const outcomes = await Promise.allSettled([
    attachToPlace.call(services, leader, { nodeId: at, fileIds: [ids[1]!, ids[2]!] }),
    attachToPlace.call(services, leader, { nodeId: at, fileIds: [ids[3]!, ids[1]!] }),
  ])
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const refused = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult
  expect(refused.reason).toMatchObject({ code: 'files.attach.too-many', values: { most: 3 } })
})

test('where the act fails, nothing hangs', async () => {
  const leader = await as('campus-leader')
  const id = await uploaded(leader)
  await expect(attachToPlace.call(services, leader, { nodeId, fileIds: [id], thenFail: true })).rejects.toThrow()
  expect(await stateOf(id)).toEqual({ subject_id: null })
})

test('only the uploader takes a file away again', async () => {
  const [leader, director] = [await as('campus-leader'), await as('regional-director')]
  const id = await uploaded(leader)
  const at = { nodeId: mustardSeed.id, fileIds: [id] }
  await attachToPlace.call(services, leader, at)
  await expect(detachFromPlace.call(services, director, at)).rejects.toThrow(kind('NotFound'))
  await expect(detachFromPlace.call(services, leader, { ...at, nodeId })).rejects.toThrow(kind('NotFound'))
  await detachFromPlace.call(services, leader, at)
  expect(await stateOf(id)).toBeUndefined()
})

test('a moved place takes its files along', async () => {
  const leader = await as('campus-leader')
  const id = await uploaded(leader)
  const scopes = () => owner.query<{ scope_ids: string[] }>('select scope_ids from file where id = $1', [id])
  await attachToPlace.call(services, leader, { nodeId: story.nodes.emmaus.id, fileIds: [id] })
  await owner.query('update org_node set parent_id = $1 where id = $2', [mtoni.id, story.nodes.emmaus.id])
  expect((await scopes()).rows[0]!.scope_ids).toEqual([...mtoni.scopeIds, story.nodes.emmaus.id])
})
