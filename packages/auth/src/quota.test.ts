import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import { newId } from '@ministry/kernel/id'
import { afterAll, expect, test } from 'vitest'
import { createQuota } from './quota.ts'

const { owner, urls } = await createTestDatabase()
const db = openDatabase(urls.auth, { max: 4 })
afterAll(() => db.close())
const limits = { account: 60, address: 300 }
const process = () => createQuota({ db, limits })

test('lets so many calls through and no more, and says what is left', async () => {
  const quota = process()
  const key = newId()
  expect(await quota.take('account', key)).toMatchObject({ passed: true, limit: 60, window: 60, remaining: 59 })
  let passed = 1
  for (let i = 0; i < 80; i++) if ((await quota.take('account', key)).passed) passed++
  expect(passed).toBe(60)
  const { passed: last, remaining, resetIn } = await quota.take('account', key)
  expect({ last, remaining }).toEqual({ last: false, remaining: 0 })
  expect(resetIn).toBeGreaterThan(0)
  expect(resetIn).toBeLessThanOrEqual(60)
  expect(await quota.take('account', newId())).toMatchObject({ passed: true })
})

test('several processes together let no more through than one, in a storm too', async () => {
  const processes = [process(), process(), process()]
  const key = newId()
  const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => processes[i % 3]!.take('account', key)))
  const passed = answers.filter((answer) => answer.passed).length
  expect(passed).toBe(60)
})

test('a batch counts as its calls', async () => {
  const quota = process()
  const key = newId()
  for (let i = 0; i < 3; i++) expect((await quota.take('account', key, 20)).passed).toBe(true)
  expect((await quota.take('account', key, 20)).passed).toBe(false)
})

test('keeps no address, only its hash', async () => {
  await process().take('address', '203.0.113.9')
  const { rows } = await owner.query<{ key: string }>('select key from throttle')
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain('203.0.113.9')
})
