import { expect, test } from 'vitest'
import { hueOf, hues, initialsOf } from './avatar-colour.ts'

test.each([
  ['Grace Wanjiku Njeri', 'GN'],
  ['Plato', 'P'],
  ['李 伟', '李伟'],
  ['  øystein   bråten ', 'ØB'],
  ['', ''],
])('initials of %o are %o', (name, initials) => expect(initialsOf(name)).toBe(initials))

test('an id has one colour, and ids have many', () => {
  expect(hueOf('0190a1b2')).toBe(hueOf('0190a1b2'))
  const seen = new Set(Array.from({ length: 200 }, (_, index) => hueOf(`id-${index * 7919}`)))
  expect([...seen].sort()).toEqual([...hues].sort())
})
