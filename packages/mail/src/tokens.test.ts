import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMailTokens } from './tokens.ts'

const tokens = createMailTokens('a secret of thirty-two characters')

test('gives back what it signed', () => {
  fc.assert(fc.property(fc.uuid(), (id) => void expect(tokens.read(tokens.sign(id))).toBe(id)))
})

test('reads nothing that was changed, cut or signed elsewhere', () => {
  const id = '0197a000-0000-7000-8000-000000000001'
  const token = tokens.sign(id)
  fc.assert(
    fc.property(fc.nat(41), fc.constantFrom('A', 'z', '-', '0'), (at, sign) => {
      const forged = token.slice(0, at) + sign + token.slice(at + 1)
      expect(tokens.read(forged)).toBe(forged === token ? id : null)
    }),
  )
  for (const wrong of ['', token.slice(1), `${token}A`, 'x'.repeat(43)]) expect(tokens.read(wrong)).toBeNull()
  expect(createMailTokens('another secret of many characters').read(token)).toBeNull()
})

test('has one spelling: the spare bits of its last letter mean nothing else', () => {
  const { sign, read } = createMailTokens('secret')
  const id = '01932f3a-7c1e-7abc-8def-0123456789ab'
  const token = sign(id)
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  expect([...letters].filter((letter) => read(token.slice(0, -1) + letter) === id)).toEqual([token.at(-1)])
})
