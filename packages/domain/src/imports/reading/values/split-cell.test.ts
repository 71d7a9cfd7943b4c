import { describe, expect, it } from 'vitest'
import { peopleFields } from '../matching/people-fields.ts'
import { readValue } from './read-value.ts'

const settings = { region: 'KE', dateOrder: 'dmy', today: '2026-11-23' } as const
const read = (key: string, text: string) => {
  const reading = readValue(
    peopleFields.find((field) => field.key === key)!,
    text,
    settings,
  )
  return 'problem' in reading ? reading.problem : reading.value
}

describe('several values in one cell', () => {
  it.each([
    'a@x.org;b@x.org',
    'a@x.org, b@x.org',
    'a@x.org\nb@x.org',
    'a@x.org b@x.org',
    'a@x.org / b@x.org',
    'a@x.org/b@x.org',
    'a@x.org and b@x.org',
    'a@x.org oder b@x.org',
    'A@X.org (work), b@x.org (home)',
    'a(at)x.org; b [at] x.org',
    'Jane Doe <a@x.org>, "Doe, Tom" <b@x.org>',
    'a@x.org,\nb@x.org.',
  ])('e-mails: %j', (text) => expect(read('emails', text)).toEqual(['a@x.org', 'b@x.org']))

  it.each(['jane@x,org', 'a@x.org and nobody', 'Doe, Tom <b@x.org', 'a@x.org b'])('no e-mails: %j', (text) =>
    expect(read('emails', text)).toBe('imports.value.not-an-email'),
  )

  it.each([
    '0712 345 678; 0733 345 678',
    '0712 345 678 / 0733 345 678',
    '0712345678/0733345678',
    '0712 345678 or 0733 345678',
    '0712-345-678 & +254 733 345678',
    '0712345678 und 0733345678',
    'Mobile: 0712345678, home: 0733345678',
    '0712345678 (mobile)\n0733345678 (home)',
    '712345678.0|733345678',
  ])('phones: %j', (text) => expect(read('phones', text)).toEqual(['+254712345678', '+254733345678']))

  it('a slash or a sign inside a number parts nothing', () => {
    const german = peopleFields.find(({ key }) => key === 'phones')!
    expect(readValue(german, '0171/2345678', { ...settings, region: 'DE' })).toEqual({ value: ['+491712345678'] })
    expect(read('phones', '2.54712E+11')).toBe('imports.value.not-a-phone')
  })
})

describe('what people write besides', () => {
  it.each([
    ['birthDate', '00/00/2004', '2004'],
    ['birthDate', '2004-00-00', '2004'],
    ['birthDate', '2004-05-00', '2004-05'],
    ['birthDate', '05/00/2004', '2004-05'],
    ['birthDate', '2004年5月17日', '2004-05-17'],
    ['birthDate', 'May 17, 2004 at 3:00 PM', '2004-05-17'],
    ['expectedGraduation', 'Spring 2027', '2027'],
    ['expectedGraduation', 'Class of 2027', '2027'],
    ['expectedGraduation', '’27', '2027'],
    ['expectedGraduation', '2027/28', 'imports.value.no-such-date'],
    ['doNotContact', '1.0', true],
    ['doNotContact', '✗', false],
    ['gender', 'Mrs', 'female'],
    ['country', 'Tanzania, United Republic of', 'TZ'],
    ['country', 'KEN', 'KE'],
    ['country', 'ROU', 'RO'],
    ['state', 'ehemaliges Mitglied', 'archived'],
    ['name', 'SMITH, John Jr.', 'John SMITH Jr.'],
  ])('%s: %j is %j', (key, text, value) => expect(read(key, text)).toEqual(value))
})
