import { expect, test } from 'vitest'
import { readSettings } from './read-settings.ts'

const formOf = (entries: [string, string][]) => {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

test('blank is as above, and lists count only where they are marked as own', () => {
  const read = readSettings(
    formOf([
      ['timeZone', ''],
      ['currency', 'KES'],
      ['terms.name', 'Left over'],
      ['terms.from', ''],
      ['terms.to', ''],
    ]),
  )
  expect(read).toMatchObject({ timeZone: null, currency: 'KES', terms: null, restDays: null, holidays: null })
})

test('rows are read in order and blank ones are left out', () => {
  const read = readSettings(
    formOf([
      ['terms.own', 'yes'],
      ['terms.name', 'One'],
      ['terms.from', '2026-01-10'],
      ['terms.to', '2026-04-01'],
      ['terms.name', ''],
      ['terms.from', ''],
      ['terms.to', ''],
      ['terms.name', ' Two '],
      ['terms.from', '2026-05-01'],
      ['terms.to', '2026-08-01'],
      ['restDays.own', 'yes'],
      ['restDays', '5'],
      ['restDays', '0'],
      ['breaks.own', 'yes'],
    ]),
  )
  expect(read.terms).toEqual([
    { name: 'One', from: '2026-01-10', to: '2026-04-01' },
    { name: 'Two', from: '2026-05-01', to: '2026-08-01' },
  ])
  expect(read.restDays).toEqual([5, 0])
  expect(read.breaks).toEqual([])
})

test('quiet hours count where they are the place’s own', () => {
  const times: [string, string][] = [
    ['quietHours.from', '22:00'],
    ['quietHours.to', '07:30'],
  ]
  expect(readSettings(formOf(times)).quietHours).toBeNull()
  expect(readSettings(formOf([['quietHours.own', 'yes'], ...times])).quietHours).toEqual({ from: '22:00', to: '07:30' })
})
