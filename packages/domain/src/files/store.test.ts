import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createFileStore } from './store.ts'
import { startS3 } from './testing/s3-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'files-'))
const s3 = await startS3()
afterAll(() => (rmSync(folder, { recursive: true }), s3.close()))
beforeEach(() => void s3.asked.splice(0))

const bytes = new Uint8Array(100_000).map((_, at) => at % 251)
const all = async (stream: ReadableStream<Uint8Array>) =>
  new Uint8Array(await new Response(stream as BodyInit).arrayBuffer())
const away = expect.objectContaining({ name: 'Unavailable', code: 'files.storage' }) as Error

describe.each([
  ['a folder', createFileStore({ folder })],
  ['a bucket', createFileStore(s3.place)],
])('%s', (_, store) => {
  test('keeps bytes, gives them back, and forgets them', async () => {
    await store.put('2026-11-22/one', bytes, 'image/png')
    await store.put('2026-11-22/one.small', bytes.slice(0, 10), 'image/webp')
    expect(await all(await store.read('2026-11-22/one'))).toEqual(bytes)
    await store.put('2026-11-22/one', bytes.slice(0, 5), 'image/png')
    expect(await all(await store.read('2026-11-22/one'))).toEqual(bytes.slice(0, 5))
    await store.remove('2026-11-22/one')
    await store.remove('2026-11-22/one')
    await expect(store.read('2026-11-22/one')).rejects.toEqual(away)
    expect(await all(await store.read('2026-11-22/one.small'))).toHaveLength(10)
    await store.remove('2026-11-22/one.small')
  })

  test('lets no key climb out', async () => {
    await expect(store.put('../../outside', bytes, 'image/png')).rejects.toEqual(away)
    await expect(store.read('../../../etc/hostname')).rejects.toEqual(away)
  })
})

test('a folder holds what was put, where the keys say', async () => {
  await createFileStore({ folder }).put('day/two', bytes, 'image/png')
  expect(readdirSync(join(folder, 'day'))).toEqual(['two'])
})

describe('a bucket', () => {
  test('is told the type, and asked with a signature that it checks', async () => {
    await createFileStore(s3.place).put('day/typed', bytes, 'application/pdf')
    expect(s3.objects.get('day/typed')?.type).toBe('application/pdf')
    const forger = createFileStore({ ...s3.place, secretAccessKey: 'wrong' })
    await expect(forger.put('day/forged', bytes, 'image/png')).rejects.toEqual(away)
    await expect(forger.read('day/typed')).rejects.toEqual(away)
    await expect(createFileStore({ ...s3.place, accessKeyId: 'OTHER' }).remove('day/typed')).rejects.toEqual(away)
    expect([...s3.objects.keys()]).toEqual(['day/typed'])
  })

  test('that stumbles is asked again; one that stays down is said to be away', async () => {
    s3.fail(503, 2)
    await createFileStore(s3.place).put('day/again', bytes, 'image/png')
    expect(s3.asked).toEqual(['PUT', 'PUT', 'PUT'])
    s3.fail(500, 10)
    await expect(createFileStore(s3.place).put('day/never', bytes, 'image/png')).rejects.toEqual(away)
    s3.fail(500, 0)
    const nowhere = createFileStore({ ...s3.place, endpoint: 'http://127.0.0.1:9' })
    await expect(nowhere.read('day/again')).rejects.toEqual(away)
  })
})
