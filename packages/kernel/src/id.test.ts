import { expect, test } from 'vitest'
import { id, newId } from './id.ts'

test('an identifier written in capitals is the same identifier', () => {
  const one = newId()
  expect(id().parse(one.toUpperCase())).toBe(one)
  expect(id().safeParse('nobody').success).toBe(false)
})
