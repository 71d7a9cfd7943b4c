import { expect, test } from 'vitest'
import { assertReachable } from './postgres.ts'
import { createTestDatabase } from './test-database.ts'

const { owner, ownerUrl } = await createTestDatabase()
const why = (url: string) =>
  assertReachable(url).then(
    () => undefined,
    (error: Error) => (error.cause as Error).message,
  )

test('says in a sentence what a database of one’s own lacks', async () => {
  const url = new URL(ownerUrl)
  const user = `u_${crypto.randomUUID().replaceAll('-', '')}`
  await owner.query(`create role ${user} login password 'p'`)
  url.username = user
  url.password = 'p'
  expect(await why(url.href)).toContain(`user ${user} may not create roles`)
  await owner.query(`alter role ${user} createrole`)
  expect(await why(url.href)).toContain(`let ${user} own it`)
  await owner.query(`grant create on database ${url.pathname.slice(1)} to ${user}`)
  expect(await why(url.href)).toBeUndefined()
  await owner.query(`revoke create on database ${url.pathname.slice(1)} from ${user}`)
  await owner.query(`drop role ${user}`)
  expect(await why(url.href)).toMatch(/refuses the user/)
  url.pathname = '/nowhere'
  url.username = new URL(ownerUrl).username
  url.password = new URL(ownerUrl).password
  expect(await why(url.href)).toContain('There is no database nowhere')
})
