/** The typed procedures over HTTP, as somebody asks who wants more than their share. Source: API-1. */
import { newId } from '@ministry/kernel/id'
import { expect, test } from 'vitest'
import { answerProcedures } from './http.ts'
import { answerRest } from './rest/answer.ts'
import { createTestServices, origin } from './testing/test-idle-product.ts'

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

test('a defect says nothing of itself, by either way in; whoever runs the product is told all', async () => {
  const cause = new Error('relation "session_secret" at /srv/app/database.ts')
  const failing = { ...services, authDb: { ...services.authDb, transaction: () => Promise.reject(cause) } }
  const told: unknown[] = []
  const onDefect = (error: unknown) => told.push(error)
  const sent = (path: string, body: object) =>
    new Request(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const id = newId()
  const request = { id, address: '192.0.2.1' }
  const [typed, rest] = [
    await answerProcedures(sent('/api/trpc/accounts.passwordReset', { json: { token: 'x' } }), {
      ...{ services: failing, caller: { principal: null, request }, onDefect },
    }),
    await answerRest(sent('/api/v1/tokens/refresh', { refreshToken: 'x' }), { services: failing, request, onDefect }),
  ]
  for (const answer of [typed, rest]) {
    expect(answer.status).toBe(500)
    const text = await answer.text()
    expect(text).toContain(id)
    expect(text).not.toMatch(/session_secret|srv|\.ts|stack/)
  }
  expect(told).toEqual([cause, cause])
})
