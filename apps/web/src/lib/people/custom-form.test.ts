import type { CustomField, CustomValue } from '@ministry/domain/people/schema'
import { expect, test } from 'vitest'
import { customChanges, customFrom, inputsWith, shownIn } from './custom-form.ts'

const id = '01900000-0000-7000-8000-000000000001'
const field = (kind: CustomField['kind']) => ({
  id,
  kind,
  options: [
    { key: 'a', label: 'A' },
    { key: 'b', label: 'B' },
  ],
})

test.each<[CustomField['kind'], CustomValue]>([
  ['text', 'North'],
  ['number', 2.5],
  ['number', 0],
  ['yes-no', false],
  ['date', '2026-05-01'],
  ['one-of', 'b'],
  ['several-of', ['a', 'b']],
])('a value of %s comes back from its inputs as it was', (kind, value) => {
  expect(customFrom(field(kind), inputsWith(field(kind), value))).toEqual(value)
  expect(customFrom(field(kind), inputsWith(field(kind), null))).toBeNull()
})

test('a decimal comma counts; what is no number goes on as it was typed', () => {
  expect(customFrom(field('number'), { [`custom.${id}`]: '1 200,5' })).toBe(1200.5)
  expect(customFrom(field('number'), { [`custom.${id}`]: 'far' })).toBe('far')
})

test('only what was changed is sent, and only what was shown counts', () => {
  const base = inputsWith(field('several-of'), ['a'])
  expect(customChanges([field('several-of')], base, base)).toEqual({})
  expect(customChanges([field('several-of')], base, {})).toEqual({ [id]: null })
  expect(shownIn([field('text')], {})).toEqual([])
  expect(shownIn([field('text')], { [`shown.custom.${id}`]: 'yes' })).toHaveLength(1)
})
