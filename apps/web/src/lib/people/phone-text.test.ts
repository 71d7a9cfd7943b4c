import { expect, test } from 'vitest'
import { phoneText } from './phone-text.ts'

test.each([
  ['+254712345678', '+254 712 345 678'],
  ['+15551234567', '+1 555 123 4567'],
  ['+4917612345678', '+49 176 123 456 78'],
  ['+79161234567', '+7 916 123 4567'],
  ['0712 345 678', '0712 345 678'],
  ['112', '112'],
])('%s reads %s', (phone, text) => expect(phoneText(phone)).toBe(text))
