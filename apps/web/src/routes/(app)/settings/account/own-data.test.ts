import { expect, test } from 'vitest'
import { readOwnData } from './own-data.ts'

test('blank erases, absent leaves, and lists have a value a line', () => {
  const form = new FormData()
  form.set('preferredName', '  ')
  form.set('city', ' Nairobi ')
  form.set('emails', 'one@example.org\r\n\r\n two@example.org ')
  form.set('phones', '')
  form.set('name', 'Not one of them')
  expect(readOwnData(form)).toEqual({
    preferredName: null,
    city: 'Nairobi',
    emails: ['one@example.org', 'two@example.org'],
    phones: [],
  })
})
