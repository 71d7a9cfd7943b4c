import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pairsOf } from './blocks.ts'
import { sweepKeys } from './blocks-of.ts'
import { compare, verdictOf, type Known, type Population } from './compare.ts'
import { knownOf } from './known.ts'
import { slips, sound } from './likeness.ts'

const crowd: Population = { size: 20_000, share: (kind) => (kind === 'city' ? 0.1 : kind === 'family' ? 0.002 : 0.005) }
const person = (name: string, fields: Record<string, unknown> = {}): Known => knownOf(name, { name, fields })
const verdict = (a: Known, b: Known) => verdictOf(compare(a, b, crowd), crowd.size)
const born = (birthDate: string, more = {}) => ({ birthDate, ...more })

describe('are one, certainly', () => {
  test.each<[string, Known, Known]>([
    ['the same in all', person('Amina Otieno', born('2004-05-17')), person('Amina Otieno', born('2004-05-17'))],
    [
      'a nickname and the same address',
      person('Robert Allen', born('1971-06-24', { emails: ['rob@allen.net'] })),
      person('Bob Allen', born('1971-06-24', { emails: ['rob@allen.net'] })),
    ],
    [
      'names in the other order',
      person('Nguyen Minh', born('2003-01-09', { phones: ['+84912345678'] })),
      person('Minh Nguyen', born('2003-01-09', { phones: ['+84912345678'] })),
    ],
    [
      'another transliteration',
      person('Mohammed Youssef', born('2001-11-30', { city: 'Mombasa' })),
      person('Muhammad Yusuf', born('2001-11-30', { city: 'Mombasa' })),
    ],
    [
      'day and month the other way round',
      person('Zsófia Kovács', born('2002-03-04', { emails: ['zs@k.hu'] })),
      person('Zsofia Kovacs', born('2002-04-03', { emails: ['zs@k.hu'] })),
    ],
    [
      'another alphabet',
      person('Мария Иванова', born('2003-02-11', { city: 'Mombasa' })),
      person('Maria Ivanova', born('2003-02-11', { city: 'Mombasa' })),
    ],
    [
      'a title, and one of two family names',
      person('Dr. José Álvarez Núñez', born('1984-09-01', { emails: ['ja@nunez.es'] })),
      person('Jose Alvarez', born('1984-09-01', { emails: ['ja@nunez.es'] })),
    ],
    ['accents', person('Ésaïe Gärber', born('1992-08-25')), person('Esaie Garber', born('1992-08-25'))],
  ])('%s', (_, a, b) => {
    expect(verdict(a, b)).toBe('certain')
    expect(verdict(b, a)).toBe('certain')
  })
})

describe('are never certainly one', () => {
  const home = {
    street: '12 Uhuru Road',
    city: 'Nairobi',
    postalCode: '00100',
    phones: ['+254712345678'],
    emails: ['otieno@family.ke'],
  }
  test.each<[string, Known, Known]>([
    [
      'twins under one roof',
      person('Grace Otieno', born('2004-05-17', home)),
      person('Faith Otieno', born('2004-05-17', home)),
    ],
    [
      'a father and a son of his name',
      person('John Otieno', born('1970-02-01', home)),
      person('John Otieno', born('1999-08-12', home)),
    ],
    ['a married couple', person('Peter Otieno', home), person('Ruth Otieno', home)],
    ['two of a common name', person('John Smith', { city: 'Nairobi' }), person('John Smith', { city: 'Nairobi' })],
    ['who share only an address', person('', home), person('', home)],
    [
      'namesakes with an address each',
      person('Anna Smith', { emails: ['anna.smith1@gmail.com'] }),
      person('Anna Smith', { emails: ['anna.smith2@gmail.com'] }),
    ],
    [
      'a father and a son of his name, of one of whom no birth date is known',
      person('John Otieno', { ...home, emails: [], street: null }),
      person('John Otieno', born('1999-08-12', { ...home, emails: [], street: null })),
    ],
  ])('%s', (_, a, b) => {
    expect(verdict(a, b)).not.toBe('certain')
  })
})

test.each<[string, Known, Known]>([
  [
    'a couple',
    person('Peter Otieno', { phones: ['+254712345678'] }),
    person('Ruth Otieno', { phones: ['+254712345678'] }),
  ],
  [
    'a mother and her daughter',
    person('Grace Otieno', born('1975-01-09', { emails: ['otieno@family.ke'] })),
    person('Faith Otieno', born('2004-05-17', { emails: ['otieno@family.ke'] })),
  ],
])('%s who share a phone or an address are no pair at all', (_, a, b) => {
  expect(verdict(a, b)).toBeNull()
})

test('a list name that was made from the name tells no family name', () => {
  expect(person('Anna Maria Smith', { sortName: 'anna maria smith' })).toMatchObject({
    ...{ given: ['anna', 'maria'], family: ['smith'] },
  })
  expect(person('Jan van der Berg', { sortName: 'van der berg jan' })).toMatchObject({
    ...{ given: ['jan'], family: ['berg'] },
  })
  expect(person('Zanele Mokoena', { sortName: 'mokoena, zanele' })).toMatchObject({
    ...{ given: ['zanele'], family: ['mokoena'] },
  })
  const one = person('Anna Smith', { sortName: 'anna smith' })
  expect(verdict(one, person('Anna Kowalski', { sortName: 'anna kowalski' }))).toBeNull()
})

test('strangers of one birthday are no pair at all', () => {
  expect(verdict(person('Amina Otieno', born('2004-05-17')), person('Jonas Keller', born('2004-05-17')))).toBeNull()
})
test('the reasons say what was found', () => {
  const { reasons } = compare(person('Rob Allen', born('1971-06-24')), person('Robert Alen', born('1971-05-24')), crowd)
  expect(reasons.map(({ field, likeness }) => `${field} ${likeness}`)).toEqual([
    'given nickname',
    'family spelling',
    'birthDate one-digit',
  ])
})

const word = fc.string({ unit: fc.constantFrom(...'abcdeorst'), minLength: 1, maxLength: 9 })
const anybody = fc
  .record({ given: word, family: word, day: fc.integer({ min: 1, max: 28 }), email: word })
  .map(({ given, family, day, email }) =>
    person(`${given} ${family}`, born(`2000-01-${String(day).padStart(2, '0')}`, { emails: [`${email}@x.org`] })),
  )
test('whoever is asked first, the answer is the same', () => {
  fc.assert(
    fc.property(anybody, anybody, (a, b) => {
      expect(compare(a, b, crowd).bits).toBeCloseTo(compare(b, a, crowd).bits)
    }),
  )
})
test('slips are counted as a distance is', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(slips(a, b)).toBe(slips(b, a))
      expect(slips(a, b) === 0).toBe(a === b)
      expect(slips(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
    }),
  )
  expect([slips('otieno', 'otineo'), slips('berry', 'bery'), slips('kitten', 'sitting')]).toEqual([1, 1, 3])
  expect(sound('mohammed')).toBe(sound('muhamad'))
})
test('whoever is the same but for a slip comes up as a pair, and nobody with themself', () => {
  fc.assert(
    fc.property(fc.array(anybody, { minLength: 2, maxLength: 30 }), (people) => {
      const known = people.map((one, i) => ({ ...one, id: String(i) }))
      const twin = { ...known[0]!, id: 'twin' }
      const pairs = [...pairsOf([...known, twin])].map(([a, b]) => [a.id, b.id])
      expect(pairs.filter(([a, b]) => a === b)).toEqual([])
      expect(new Set(pairs.map((pair) => pair.sort().join())).size).toBe(pairs.length)
      expect(pairs.some((pair) => pair.includes('0') && pair.includes('twin'))).toBe(true)
    }),
  )
})

test('the sweep meets whoever has one name, one day or one roof in common, where the rest slipped', () => {
  const meets = (a: Known, b: Known) => sweepKeys('m', a).some((key) => sweepKeys('m', b).includes(key))
  const home = { street: '12 Uhuru Road', postalCode: '00100' }
  const one = person('Amina Otieno', born('2004-05-17', home))
  expect(meets(one, person('Amina Wanjiru', born('2004-11-02')))).toBe(true)
  expect(meets(one, person('Amina', born('2001-05-17')))).toBe(true)
  expect(meets(one, person('Emma Atieno', home))).toBe(true)
  expect(meets(one, person('Jonas Keller', born('1999-01-02')))).toBe(false)
})
