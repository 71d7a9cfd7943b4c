import { expect, test } from 'vitest'
import { readNumbers } from './read-numbers.ts'

const form = (fields: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

test('reads days with commas or blanks between, and single numbers', () => {
  expect(readNumbers('welcome', form({ days: ' 0, 3 10 ', lateDays: '7' }))).toEqual({ days: [0, 3, 10], lateDays: 7 })
  expect(readNumbers('alumni', form({ daysToObject: '14' }))).toEqual({ daysToObject: 14 })
})

test('what isn’t a number is one that no automation takes', () => {
  expect(readNumbers('welcome', form({ days: '0, soon', lateDays: '' }))).toEqual({ days: [0, -1], lateDays: -1 })
  expect(readNumbers('alumni', form({ daysToObject: '1.5' }))).toEqual({ daysToObject: -1 })
})
