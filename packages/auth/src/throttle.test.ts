import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import { afterAll, expect, test } from 'vitest'
import { createThrottle, limits } from './throttle.ts'

const { owner, urls } = await createTestDatabase()
const db = openDatabase(urls.auth, { max: 4 })
afterAll(() => db.close())
const throttle = createThrottle({ db })
const other = createThrottle({ db })

test('counts across processes and says when to come again', async () => {
  for (let i = 0; i < limits['sign-in'].times; i++)
    await (i % 2 ? throttle : other).pass('sign-in', 'grace 192.0.2.1', 'too-many')
  const refused = throttle.pass('sign-in', 'grace 192.0.2.1', 'too-many')
  await expect(refused).rejects.toMatchObject({ kind: 'LimitReached', code: 'too-many' })
  const { values } = (await refused.catch((error: { values: { retryAfter: number } }) => error)) as {
    values: { retryAfter: number }
  }
  expect(values.retryAfter).toBeGreaterThan(0)
  expect(values.retryAfter).toBeLessThanOrEqual(limits['sign-in'].within)
})

test('one key and one limit do not weigh on another', async () => {
  await throttle.pass('sign-in', 'ruth 192.0.2.1', 'too-many')
  await throttle.pass('sign-in-login', 'grace 192.0.2.1', 'too-many')
})

test('what was forgiven does not count', async () => {
  for (let i = 0; i < limits['reset-login'].times * 3; i++) {
    expect(await throttle.count('reset-login', 'ruth')).toBe(true)
    await throttle.forgive('reset-login', 'ruth')
  }
  for (let i = 0; i < limits['reset-login'].times; i++) expect(await throttle.count('reset-login', 'ruth')).toBe(true)
  expect(await throttle.count('reset-login', 'ruth')).toBe(false)
})

test('a window that is over begins anew', async () => {
  while (await throttle.count('reset-login', 'esther'));
  await owner.query(`update throttle set expire = expire - 3600000 where key like 'reset-login:%'`)
  expect(await throttle.count('reset-login', 'esther')).toBe(true)
})

test('a race lets no more through', async () => {
  const passed = await Promise.all(Array.from({ length: 12 }, () => throttle.count('reset-login', 'race')))
  expect(passed.filter(Boolean)).toHaveLength(limits['reset-login'].times)
})

test('keeps no login and no address', async () => {
  await throttle.count('sign-in', 'somebody@example.org 192.0.2.99')
  const { rows } = await owner.query(`select key from throttle`)
  expect(JSON.stringify(rows)).not.toMatch(/somebody|192\.0/)
})
