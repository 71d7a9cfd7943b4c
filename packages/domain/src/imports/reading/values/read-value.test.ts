import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { peopleFields } from '../matching/people-fields.ts'
import { describeSamples, readWhole, sampleBytes } from '../testing/samples.ts'
import { wholeName } from './read-name.ts'
import { readValue } from './read-value.ts'
import type { ReadSettings } from './reading.ts'

const settings: ReadSettings = { region: 'KE', dateOrder: 'dmy', today: '2026-11-22' }
const read = (key: string, text: string, change: Partial<ReadSettings> = {}) =>
  readValue(
    peopleFields.find((field) => field.key === key)!,
    text,
    { ...settings, ...change },
  )
const value = (key: string, text: string, change: Partial<ReadSettings> = {}) => {
  const reading = read(key, text, change)
  return 'problem' in reading ? reading.problem.replace('imports.value.', '! ') : reading.value
}

describe('text', () => {
  it.each([
    ['  Zoë  ', 'Zoë'],
    ['\u00a0x\ufeff', 'x'],
    ['', null],
    [' \n ', null],
    ['N/A', 'N/A'],
    ["'+4915112345", '+4915112345'],
    ["'tHooft", "'tHooft"],
    ['a\0b', '! nul-character'],
    ['a\ud800b', '! broken-characters'],
    ['#REF!', '! formula-error'],
    ['#1 fan', '#1 fan'],
    ['=1+1', '=1+1'],
  ])('%j is %j', (text, expected) => expect(value('city', text)).toBe(expected))

  it('shortens a long value in its problem', () => {
    const reading = read('city', `${'x'.repeat(500)}\0`)
    expect('problem' in reading && String(reading.values.value).length).toBe(61)
  })

  it('splits what holds several values', () => {
    expect(value('languages', 'English; Swahili,\nLuo;;English')).toEqual(['English', 'Swahili', 'Luo'])
    expect(value('languages', ' ; ')).toBeNull()
  })
})

describe('names', () => {
  it.each([
    ['Otieno, Amina Wanjiru', 'Amina Wanjiru Otieno'],
    ['Otieno,Amina', 'Amina Otieno'],
    ['King Jr., Martin Luther', 'Martin Luther King Jr.'],
    ['Martin Luther King, Jr.', 'Martin Luther King, Jr.'],
    ['Mr O,Nubs', 'Mr O,Nubs'],
    ["Mrs H'S,mith", "Mrs H'S,mith"],
    ['a, b, c', 'a, b, c'],
    [', Amina', ', Amina'],
    ['Amina', 'Amina'],
    ['N/A', 'N/A'],
  ])('%s is %s', (text, expected) => expect(value('name', text)).toBe(expected))

  it('says that it turned a name round', () => {
    expect(read('name', 'Otieno, Amina')).toMatchObject({ note: 'imports.value.note-name-reordered' })
  })

  it('joins parts to one name', () => {
    expect(wholeName({ givenName: 'Martin', middleName: 'Luther', familyName: 'King', suffix: 'Jr.' })).toBe(
      'Martin Luther King Jr.',
    )
    expect(wholeName({ name: 'Amina O.', givenName: 'Amina', familyName: 'Otieno' })).toBe('Amina O.')
    expect(wholeName({ givenName: '明', familyName: '王' })).toBe('王明')
    expect(wholeName({ givenName: '민준', familyName: '김' })).toBe('김민준')
    expect(wholeName({ familyName: 'Otieno' })).toBe('Otieno')
    expect(wholeName({ name: '', suffix: 'Jr.' })).toBeNull()
  })
})

describe('yes and no, choices, countries', () => {
  it.each(['yes', 'Y', 'TRUE', '1', 'x', '✓', 'Ja', 'oui', 'Sí', 'sim', 'Ndiyo', 'active'])('%s is yes', (text) =>
    expect(value('doNotContact', text)).toBe(true),
  )
  it.each(['no', 'N', 'false', '0', 'Nein', 'non', 'Não', 'hapana', 'Inactive'])('%s is no', (text) =>
    expect(value('doNotContact', text)).toBe(false),
  )
  it.each([
    ['perhaps', '! not-yes-or-no'],
    ['', null],
    ['-', null],
    ['n/a', null],
    ['2', '! not-yes-or-no'],
  ])('%j is %j', (text, expected) => expect(value('doNotContact', text)).toBe(expected))

  it.each([
    ['M', 'male'],
    ['Female', 'female'],
    ['männlich', 'male'],
    ['w', 'female'],
    ['Féminin', 'female'],
    ['Mujer', 'female'],
    ['mwanaume', 'male'],
    ['divers', 'other'],
    ['unknown', null],
    ['Prefer not to say', null],
    ['Z', '! unknown-choice'],
  ])('gender %s is %j', (text, expected) => expect(value('gender', text)).toBe(expected))

  it.each([
    ['Member', 'member'],
    ['Regular Attender', 'visitor'],
    ['Gast', 'visitor'],
    ['Pre-Graduate', 'pre_graduate'],
    ['alumna', 'alumni'],
    ['Ehemalige', 'alumni'],
    ['INACTIVE', 'inactive'],
    ['Moved away', 'archived'],
    ['Elder', '! unknown-choice'],
  ])('state %s is %j', (text, expected) => expect(value('state', text)).toBe(expected))

  it('takes what the importer said about a word', () => {
    expect(value('state', 'Elder', { meanings: { elder: 'member' } })).toBe('member')
    expect(value('state', 'Unknown', { meanings: { unknown: 'visitor' } })).toBe('visitor')
    expect(value('state', 'n/a', { meanings: {} })).toBeNull()
    expect(value('state', 'Member', { meanings: { member: null } })).toBeNull()
    expect(read('state', 'Elder')).toMatchObject({
      expected: 'imports.value.expected-choice',
      values: { value: 'Elder', options: 'visitor, member, pre_graduate, alumni, inactive, archived' },
    })
  })

  it.each([
    ['ke', 'KE'],
    ['Kenya', 'KE'],
    ['Deutschland', 'DE'],
    ['USA', 'US'],
    ['U.K.', 'GB'],
    ['États-Unis', 'US'],
    ['Ujerumani', 'DE'],
    ['Côte d’Ivoire', 'CI'],
    ['Atlantis', '! unknown-country'],
  ])('country %s is %s', (text, expected) => expect(value('country', text)).toBe(expected))
})

describe('e-mails', () => {
  it.each<[string, unknown]>([
    ['Amina@Example.ORG', ['amina@example.org']],
    ['a@x.org; b@x.org,\nA@X.org', ['a@x.org', 'b@x.org']],
    ['Amina <amina@x.org>', ['amina@x.org']],
    ['mailto:amina@x.org', ['amina@x.org']],
    ['amina@müller.de', ['amina@xn--mller-kva.de']],
    ['amina@例え.jp', ['amina@xn--r8jz45g.jp']],
    ['none', null],
    ['a@x.org; junk', '! not-an-email'],
    ['amina@localhost', '! not-an-email'],
    ['amina@1.2.3.4', '! not-an-email'],
    ['amina@x.org/path', '! not-an-email'],
    ['amina@-x.org', '! not-an-email'],
    [`${'x'.repeat(65)}@x.org`, '! not-an-email'],
    ['amina@@x.org', '! not-an-email'],
  ])('%j', (text, expected) => expect(value('emails', text)).toEqual(expected))
})

describe('phones', () => {
  it.each<[string, string, unknown]>([
    ['0712 345 678', 'KE', ['+254712345678']],
    ['712345678', 'KE', ['+254712345678']],
    ['254712345678', 'KE', ['+254712345678']],
    ['+49 (0) 151 12345678', 'KE', ['+4915112345678']],
    ['004915112345678', 'US', ['+4915112345678']],
    ['(217) 555-0101', 'US', ['+12175550101']],
    ['030/1234567', 'DE', ['+49301234567']],
    ['0712 345 678; 0733 345 678 / 0712345678', 'KE', ['+254712345678', '+254733345678']],
    ['Tel: 0712 345 678', 'KE', ['+254712345678']],
    ['12345', 'KE', '! not-a-phone'],
    ['call the office', 'KE', '! not-a-phone'],
    ['-', 'KE', null],
    ['2.54712E+11', 'KE', '! not-a-phone'],
  ])('%s in %s', (text, region, expected) =>
    expect(value('phones', text, { region: region as ReadSettings['region'] })).toEqual(expected),
  )

  it('says that an extension is not kept', () => {
    expect(read('phones', '(217) 555-0101 x12', { region: 'US' })).toEqual({
      value: ['+12175550101'],
      note: 'imports.value.note-extension-dropped',
    })
  })
  it('gives one value where the field takes one', () =>
    expect(value('emergencyPhone', '0712 345 678')).toBe('+254712345678'))
})

describe('whatever the cell', () => {
  it('reading never throws, and what it gives PostgreSQL can store', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0123456789./- +@;,x') }),
      fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
    )
    fc.assert(
      fc.property(fc.constantFrom(...peopleFields), cell, (field, text) => {
        const reading = readValue(field, text, settings)
        if ('problem' in reading) {
          expect(String(reading.values.value).includes('\0')).toBe(false)
          return
        }
        const stored = JSON.stringify(reading.value)
        expect(stored).not.toMatch(/\\u0000|\\ud[89a-f]/i)
        if (field.multiple && reading.value !== null) expect(reading.value).not.toHaveLength(0)
      }),
      { numRuns: 3000 },
    )
  })
})

describeSamples('real values', () => {
  it('keeps naughty strings as they are', () => {
    const strings = JSON.parse(
      sampleBytes('3-names-emails-phones-dupes/strings/blns_sample40.json').toString(),
    ) as string[]
    for (const text of strings) expect(value('street', text)).toBe(text.trim() || null)
  })

  it('judges e-mails as the JSON Schema suite does, but for addresses that no person has', () => {
    const suite = JSON.parse(sampleBytes('3-names-emails-phones-dupes/email/jsonschema_email.json').toString()) as {
      tests: { description: string; data: unknown; valid: boolean }[]
    }[]
    const field = { kind: 'email' } as const
    const differs = suite
      .flatMap(({ tests }) => tests)
      .filter(({ data, valid }) => typeof data === 'string' && 'value' in readValue(field, data, settings) !== valid)
    expect(differs.map(({ description }) => description)).toEqual([
      'a quoted string with a space in the local part is valid',
      'a quoted string with a double dot in the local part is valid',
      'a quoted string with a @ in the local part is valid',
      'an IPv4-address-literal after the @ is valid',
      'an IPv6-address-literal after the @ is valid',
    ])
  })

  it('reads every value of the ChurchApps people', async () => {
    const table = await readWhole(sampleBytes('1-people-import/churchapps/b1transfer_people.csv'))
    expect(table.rows).toHaveLength(81)
    const at = (name: string) => table.headings.indexOf(name)
    for (const { cells } of table.rows) {
      for (const [key, heading] of [
        ['birthDate', 'birthDate'],
        ['gender', 'gender'],
        ['state', 'membershipStatus'],
        ['emails', 'email'],
        ['phones', 'mobilePhone'],
      ] as const) {
        expect(read(key, cells[at(heading)]!, { region: 'US' }), `${heading}: ${cells[at(heading)]}`).toHaveProperty(
          'value',
        )
      }
    }
  })

  it('reads the names of many cultures unchanged', () => {
    const cultures = JSON.parse(sampleBytes('7-org-names/names_by_culture_20.json').toString()) as unknown
    const names = JSON.stringify(cultures).match(/"(full|name)":"([^"]+)"/g) ?? []
    for (const found of names) {
      const name = found.split('":"')[1]!.slice(0, -1)
      if (!name.includes(',') && !name.includes('\\')) expect(value('name', name)).toBe(name.trim())
    }
  })
})
