import { openDatabase } from '@ministry/db'
import { createTestDatabase } from '@ministry/db/test'
import { systemClock } from '@ministry/kernel/calendar'
import { solveChallenge, type Challenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { afterAll, expect, test } from 'vitest'
import { createThrottle } from './throttle.ts'
import { createWork } from './work.ts'

const { urls } = await createTestDatabase()
const db = openDatabase(urls.auth, { max: 3 })
afterAll(() => db.close())
const throttle = createThrottle({ db })
const work = createWork({ pepper: 'test', clock: systemClock, throttle })
const packed = (payload: unknown) => Buffer.from(JSON.stringify(payload)).toString('base64')
async function solved(challenge: Challenge) {
  const solution = await solveChallenge({ challenge, deriveKey })
  return { challenge, solution: solution! }
}

test('what was solved counts once, also when it comes twice at the same instant', async () => {
  const solution = packed(await solved(await work.challenge()))
  const taken = await Promise.all([work.redeem(solution), work.redeem(solution)])
  expect(taken.toSorted()).toEqual([false, true])
  expect(await work.redeem(solution)).toBe(false)
})

test('nothing else counts: no solution, a wrong one, another’s challenge, an easier or a later one', async () => {
  const good = await solved(await work.challenge())
  for (const bad of [undefined, '', 'x', packed(null), packed({}), packed({ challenge: good.challenge })])
    expect(await work.redeem(bad)).toBe(false)
  const { challenge, solution } = good
  expect(await work.redeem(packed({ challenge, solution: { ...solution, counter: solution.counter + 1 } }))).toBe(false)
  expect(await work.redeem(packed({ challenge, solution: { ...solution, derivedKey: '00' } }))).toBe(false)
  for (const change of [{ cost: 1 }, { keyPrefix: '0' }, { expiresAt: 4e9 }]) {
    const easier = { ...challenge, parameters: { ...challenge.parameters, ...change } }
    expect(await work.redeem(packed(await solved(easier)))).toBe(false)
  }
  const theirs = createWork({ pepper: 'other', clock: systemClock, throttle })
  expect(await work.redeem(packed(await solved(await theirs.challenge())))).toBe(false)
  const clock = { now: () => new Date(systemClock.now().getTime() + 600_001) }
  expect(await createWork({ pepper: 'test', clock, throttle }).redeem(packed(good))).toBe(false)
  expect(await work.redeem(packed(good))).toBe(true)
})
