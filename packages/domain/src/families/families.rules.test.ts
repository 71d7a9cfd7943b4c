import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { relativeIn, rowFor } from './families.rules.ts'
import { relatives } from './families.schema.ts'

test('said from either side, it is the same row, and each side reads back what was said', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.constantFrom(...relatives), (one, other, is) => {
      fc.pre(one !== other)
      const row = rowFor(one, other, is)
      expect(relativeIn(row, one)).toBe(is)
      expect(rowFor(other, one, relativeIn(row, other))).toEqual(row)
    }),
  )
})

test('a child’s row names the parent first', () =>
  expect(rowFor('kofi', 'ama', 'child')).toEqual({ aId: 'kofi', bId: 'ama', kind: 'parent' }))
