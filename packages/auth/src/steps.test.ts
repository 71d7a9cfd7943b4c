import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import { fixedClock } from '@ministry/kernel/calendar'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createSteps, type StepKind } from './steps.ts'

const START = '2026-11-16T08:00:00.000Z'
const { owner, urls } = await createTestDatabase()
const db = openDatabase(urls.auth, { max: 4 })
afterAll(() => db.close())
const clock = fixedClock(START)
const steps = createSteps({ clock })
beforeEach(() => clock.set(START))

const begin = () => db.transaction({ scope: {} }, {}, (tx) => steps.begin(tx, 'passkey-sign-in', { challenge: 'c' }))
const attempt = (token: string, kind: StepKind = 'passkey-sign-in') =>
  db.transaction({ scope: {} }, {}, (tx) => steps.attempt(tx, kind, token))

test('is known by its token and kind for ten minutes, and stored only as a hash', async () => {
  const { token, endsAt } = await begin()
  expect(endsAt.getTime() - clock.now().getTime()).toBe(600_000)
  expect(await attempt(token)).toMatchObject({ challenge: 'c', accountId: null })
  expect(await attempt(token, 'second-factor')).toBeNull()
  expect(await attempt('made-up')).toBeNull()
  expect(JSON.stringify((await owner.query('select * from sign_in_step')).rows)).not.toContain(token)
  clock.set(endsAt)
  expect(await attempt(token)).toBeNull()
})

test('is tried five times, and finished once', async () => {
  const { token } = await begin()
  const tried = await Promise.all(Array.from({ length: 8 }, () => attempt(token)))
  expect(tried.filter(Boolean)).toHaveLength(5)
  const step = tried.find((one) => one !== null)!
  const finish = () => db.transaction({ scope: {} }, {}, (tx) => steps.finish(tx, step))
  expect((await Promise.all([finish(), finish()])).filter(Boolean)).toHaveLength(1)
})

test('what has run out goes with the next', async () => {
  const { endsAt } = await begin()
  clock.set(endsAt)
  await begin()
  const { rows } = await owner.query('select count(*)::int from sign_in_step where expires_at <= $1', [endsAt])
  expect(rows).toEqual([{ count: 0 }])
})
