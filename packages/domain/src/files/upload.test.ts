import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import sharp from 'sharp'
import { beforeEach, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { testFiles } from '../test-files.ts'
import { createWorld } from '../test-world.ts'
import { get } from './get.ts'
import { open } from './open.ts'
import { remove } from './remove.ts'
import { attachToPlace, places } from './testing/places.ts'
import { pdf, photo, secrets, text } from './testing/samples.ts'
import { upload } from './upload.ts'

const files = testFiles([places], { fileBytes: 1_000_000, dailyFiles: 6, dailyBytes: 3_000_000 })
const { services, owner, clock, as, callerOf } = await createWorld({ files })
const code = (code: string) => expect.objectContaining({ code }) as Error
const notFound = expect.objectContaining({ name: 'NotFound' }) as Error
const bytesOf = async (content: ReadableStream<Uint8Array>) =>
  new Uint8Array(await new Response(content as BodyInit).arrayBuffer())
const send = (caller: Caller, name = 'scan.pdf', content = pdf as Uint8Array) =>
  upload.call(services, caller, { name, content })
const count = async (table: string) =>
  (await owner.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]!.count

beforeEach(async () => {
  files.stored.clear()
  await owner.query('delete from file')
  await owner.query('delete from file_object')
})

test('a photo is kept clean, by a harmless name, with its small picture, and stands in the audit', async () => {
  const member = await as('small-group-member')
  const file = await send(member, '..\\My receipt\u202E.exe', await photo('jpeg'))
  expect(file).toMatchObject({ name: 'My receipt.exe.jpg', mediaType: 'image/jpeg', width: 40, height: 20 })
  const { content, ...told } = await open.call(services, member, { id: file.id })
  const bytes = await bytesOf(content)
  expect(told).toEqual(file)
  expect(bytes.length).toBe(file.size)
  for (const stored of files.stored.values())
    for (const secret of secrets) expect(Buffer.from(stored).includes(secret), secret).toBe(false)
  const small = await open.call(services, member, { id: file.id, small: true })
  expect(small.mediaType).toBe('image/webp')
  expect((await sharp(await bytesOf(small.content)).metadata()).format).toBe('webp')
  const { rows } = await owner.query(
    `select action, node_id, after, personal_after from audit_entry where subject_id = $1`,
    [file.id],
  )
  const { mediaType, size, sha256 } = file
  expect(rows).toEqual([
    {
      action: 'files.upload',
      node_id: story.nodes.mustardSeed.id,
      after: { mediaType, size, sha256 },
      personal_after: { name: file.name },
    },
  ])
})

test('anything else is kept as it came, and has no small picture', async () => {
  const member = await as('external-contributor')
  const { id, width } = await send(member)
  expect(width).toBeNull()
  expect(await bytesOf((await open.call(services, member, { id })).content)).toEqual(pdf)
  await expect(open.call(services, member, { id, small: true })).rejects.toEqual(notFound)
})

test('unattached, it is seen by its uploader alone; attached, by whoever sees the thing', async () => {
  const [leader, director] = [await as('campus-leader'), await as('national-director')]
  const { id } = await send(leader)
  for (const verb of [get, open, remove])
    await expect(verb.call(services, director, { id }), verb.name).rejects.toEqual(notFound)
  const nodeId = story.nodes.kilima.id
  await attachToPlace.call(services, leader, { nodeId, fileIds: [id] })
  for (const role of ['national-director', 'regional-director', 'cell-leader', 'campus-leader'] as const)
    expect((await get.call(services, await as(role), { id })).id, role).toBe(id)
  const strangers = [
    await as('external-contributor'),
    await callerOf(story.furtherAccounts.otherMovementDirector.accountId),
    await callerOf(story.furtherAccounts.otherRegionalDirector.accountId),
  ]
  for (const stranger of strangers)
    for (const verb of [get, open]) await expect(verb.call(services, stranger, { id })).rejects.toEqual(notFound)
  // What is attached is no longer one's own to take back.
  await expect(remove.call(services, leader, { id })).rejects.toEqual(notFound)
})

test('who may no longer see the thing doesn’t see the file that they sent', async () => {
  const leader = await as('campus-leader')
  const { id } = await send(leader)
  await attachToPlace.call(services, leader, { nodeId: story.nodes.mustardSeed.id, fileIds: [id] })
  const roleless = { ...leader, principal: { ...leader.principal!, roles: [] } }
  for (const verb of [get, open]) await expect(verb.call(services, roleless, { id })).rejects.toEqual(notFound)
})

test('nobody sends, reads or removes without being signed in', async () => {
  const nobody: Caller = { principal: null, request: { id: newId() } }
  const refused = expect.objectContaining({ name: 'NotSignedIn' }) as Error
  await expect(send(nobody)).rejects.toEqual(refused)
  for (const verb of [get, open, remove])
    await expect(verb.call(services, nobody, { id: newId() })).rejects.toEqual(refused)
  expect(await count('file_object')).toBe(0)
})

test('sent twice, it is one file; taken back, it is gone', async () => {
  const member = await as('graduate-member')
  const [one, two] = await Promise.all([send(member), send(member)])
  expect(two.id).toBe(one.id)
  expect((await send(member)).id).toBe(one.id)
  expect(await count('file')).toBe(1)
  await remove.call(services, member, { id: one.id })
  expect(await count('file')).toBe(0)
  await expect(get.call(services, member, { id: one.id })).rejects.toEqual(notFound)
  expect((await send(member)).id).not.toBe(one.id)
})

test('what is too large or of no kind that is taken is refused, and nothing stays but its count', async () => {
  const member = await as('campus-leader')
  await expect(send(member, 'a.txt', new Uint8Array(1_000_001).fill(65))).rejects.toMatchObject({
    code: 'files.upload.too-large',
    values: { most: 1 },
  })
  expect(await count('file_object')).toBe(0)
  await expect(send(member, 'photo.jpg', text('<svg onload="x"/>'))).rejects.toEqual(code('files.upload.kind'))
  await expect(send(member, 'a.jpg', Buffer.from([255, 216, 255, 224, 0]))).rejects.toEqual(
    code('files.upload.damaged'),
  )
  expect([await count('file'), files.stored.size]).toEqual([0, 0])
})

test('a day’s count and bytes are each person’s own, also for many at once; tomorrow is another day', async () => {
  const [leader, other] = [await as('campus-leader'), await as('cell-leader')]
  const many = await Promise.allSettled(Array.from({ length: 9 }, (_, i) => send(leader, `${i}.txt`, text(`no ${i}`))))
  expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(6)
  const reasons = many.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []))
  for (const reason of reasons) expect(reason).toEqual(code('files.upload.daily'))
  const large = (i: number) => send(other, `${i}.txt`, new Uint8Array(900_000).fill(65 + i))
  for (const i of [1, 2, 3]) await large(i)
  await expect(large(4)).rejects.toEqual(code('files.upload.daily'))
  clock.set(new Date(clock.now().getTime() + 86_400_000))
  expect((await large(4)).size).toBe(900_000)
})

test('where the storage is away, nothing is noted as a file', async () => {
  const away = {
    ...services,
    files: { ...files, store: { ...files.store, put: () => Promise.reject(new Error('away')) } },
  }
  await expect(upload.call(away, await as('campus-leader'), { name: 'a.pdf', content: pdf })).rejects.toThrow('away')
  expect(await count('file')).toBe(0)
})
