/** The typed procedures over HTTP, as somebody asks who wants more than their share. Source: API-1. */
import { newId } from '@ministry/kernel/id'
import { expect, test } from 'vitest'
import { answerProcedures } from './http.ts'
import { createTestServices, origin } from './testing/test-services.ts'

const { services } = await createTestServices({ account: 1000, address: 100 })
const ask = (path: string, address: string) =>
  answerProcedures(new Request(`${origin}/api/trpc/${path}?batch=1&input=%7B%7D`), {
    services,
    caller: { principal: null, request: { id: newId(), address } },
  })

test.each([
  ['plain', ','],
  ['encoded', '%2C'],
  ['encoded in small letters', '%2c'],
])('a batch counts as its calls, its commas being %s', async (name, comma) => {
  const five = Array.from({ length: 5 }, () => 'accounts.me').join(comma)
  const answer = await ask(five, `address ${name}`)
  expect((await answer.json()) as unknown[]).toHaveLength(5)
  expect(answer.headers.get('ratelimit')).toContain('"address";r=95;')
})
