import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeSamples, readWhole, sampleBytes } from '../testing/samples.ts'
import { dateOrderOf, detectDateOrder, type DateOrder } from './date-order.ts'
import { readDate, type DateKind } from './read-date.ts'

const today = '2026-11-22'
const read = (text: string, kind: DateKind, order: DateOrder = 'dmy', past = false) =>
  readDate(text, kind, past, { region: 'KE', dateOrder: order, today })
const value = (text: string, kind: DateKind = 'date', order: DateOrder = 'dmy', past = false) => {
  const reading = read(text, kind, order, past)
  return 'problem' in reading ? reading.problem.replace('imports.value.', '! ') : reading.value
}

describe('dates', () => {
  it.each<[string, DateOrder, string | null]>([
    ['2004-05-17', 'mdy', '2004-05-17'],
    ['2004/5/7', 'dmy', '2004-05-07'],
    ['20040517', 'dmy', '2004-05-17'],
    ['2004-05-17T09:30:00Z', 'dmy', '2004-05-17'],
    ['2004-05-17 00:00:00', 'dmy', '2004-05-17'],
    ['5/17/2004 12:00:00 AM', 'mdy', '2004-05-17'],
    ['17.05.2004', 'mdy', '2004-05-17'],
    ['17. 5. 2004', 'dmy', '2004-05-17'],
    ['3/4/2005', 'dmy', '2005-04-03'],
    ['3/4/2005', 'mdy', '2005-03-04'],
    ['3/4/2005', 'ymd', '! date-order'],
    ['17/4/2005', 'ymd', '2005-04-17'],
    ['04/05/06', 'ymd', '2004-05-06'],
    ['98/05/17', 'dmy', '1998-05-17'],
    ['05/17/2004', 'dmy', '! date-order'],
    ['17/05/2004', 'mdy', '! date-order'],
    ['17-May-2004', 'mdy', '2004-05-17'],
    ['May 17, 2004', 'dmy', '2004-05-17'],
    ['Monday, 17th of May 2004', 'dmy', '2004-05-17'],
    ['17. Mai 2004', 'dmy', '2004-05-17'],
    ['1er janvier 2004', 'dmy', '2004-01-01'],
    ['17 de mayo de 2004', 'dmy', '2004-05-17'],
    ['17 de março de 2004', 'dmy', '2004-03-17'],
    ['17 Mei 2004', 'dmy', '2004-05-17'],
    ['2004 May 17', 'dmy', '2004-05-17'],
    ['38124', 'dmy', '2004-05-17'],
    ['38124.5', 'dmy', '2004-05-17'],
    ['29/02/2004', 'dmy', '2004-02-29'],
    ['29/02/2005', 'dmy', '! no-such-date'],
    ['31/04/2005', 'dmy', '! no-such-date'],
    ['2005-13-01', 'dmy', '! no-such-date'],
    ['1900-02-29', 'dmy', '! no-such-date'],
    ['13/13/2004', 'dmy', '! no-such-date'],
    ['17/05', 'dmy', '! date-without-year'],
    ['17 May', 'dmy', '! date-without-year'],
    ['--05-17', 'dmy', '! date-without-year'],
    ['2004', 'dmy', '! date-not-exact'],
    ['May 2004', 'dmy', '! date-not-exact'],
    ['0000-00-00', 'dmy', null],
    ['00/00/0000', 'dmy', null],
    ['1/1/0001', 'dmy', '! no-such-date'],
    ['soon', 'dmy', '! not-a-date'],
    ['12345678901', 'dmy', '! not-a-date'],
    ['1/2/345', 'dmy', '! not-a-date'],
  ])('%s in %s is %s', (text, order, expected) => expect(value(text, 'date', order)).toBe(expected))

  it.each<[string, string]>([
    ['2004', '2004'],
    ['2004-05', '2004-05'],
    ['5/2004', '2004-05'],
    ['May 2004', '2004-05'],
    ['17/5/04', '2004-05-17'],
    ['17/5/26', '2026-05-17'],
    ['17/5/27', '1927-05-17'],
    ['17-May-98', '1998-05-17'],
    ['2027', '! date-in-future'],
    ['2026-11-23', '! date-in-future'],
    ['2026-12', '! date-in-future'],
    ['1885-05-17', '! date-too-old'],
  ])('a birth date %s is %s', (text, expected) => expect(value(text, 'partial-date', 'dmy', true)).toBe(expected))

  it.each<[string, string]>([
    ['2027', '2027'],
    ['May 2027', '2027-05'],
    ['May 27', '2027-05'],
    ["May '27", '2027-05'],
    ['2027-05', '2027-05'],
    ['05/2027', '2027-05'],
    ['05/27', '2027-05'],
    ['2027-05-31', '2027-05'],
    ['31.05.2027', '2027-05'],
    ['juin 2028', '2028-06'],
    ['13/2027', '! no-such-date'],
    ['next year', '! not-a-month'],
  ])('a month %s is %s', (text, expected) => expect(value(text, 'month')).toBe(expected))

  it('notes what it did', () => {
    expect(read('38124', 'date')).toMatchObject({ note: 'imports.value.note-serial-date' })
    expect(read('17/5/04', 'date')).toMatchObject({ note: 'imports.value.note-two-digit-year' })
    expect(read('17/5/2004', 'date')).not.toHaveProperty('note')
  })

  it('reads every date back in every form that it is written in', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1950-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString().slice(0, 10)
          const [y, m, d] = iso.split('-') as [string, string, string]
          const month = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(date)
          expect(value(`${d}/${m}/${y}`, 'date', 'dmy')).toBe(iso)
          expect(value(`${m}-${d}-${y}`, 'date', 'mdy')).toBe(iso)
          expect(value(`${y}.${m}.${d}`, 'date', 'mdy')).toBe(iso)
          expect(value(`${Number(d)} ${month} ${y}`)).toBe(iso)
          for (const language of ['de', 'fr', 'es', 'pt', 'sw']) {
            const written = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(date)
            expect(value(written), written).toBe(iso)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('the order of a column', () => {
  it.each<[string[], DateOrder | 'ambiguous']>([
    [['3/4/2005', '17/5/2004'], 'dmy'],
    [['3/4/2005', '5/17/2004'], 'mdy'],
    [['2004-05-17', '2005-01-01'], 'ymd'],
    [['3.4.2005', '4.4.2005'], 'dmy'],
    [['3/4/2005', '5/6/2005'], 'ambiguous'],
    [['17/5/2004', '5/17/2004'], 'ambiguous'],
    [[...Array<string>(99).fill('17/5/2004'), '5/17/2004'], 'dmy'],
    [['98/05/17'], 'ymd'],
    [['May 17, 2004', '38124', ''], 'ambiguous'],
    [[], 'ambiguous'],
    [['5/17/2004 10:00', '3/3/2004'], 'mdy'],
  ])('%j', (samples, order) => expect(detectDateOrder(samples)).toBe(order))

  it('falls back to the country', () => {
    expect(['US', 'KE', 'DE', 'JP', 'XX'].map(dateOrderOf)).toEqual(['mdy', 'dmy', 'dmy', 'ymd', 'dmy'])
  })
})

describeSamples('dates of real files', () => {
  it('CiviCRM writes the month first, with slashes and dashes', async () => {
    const table = await readWhole(sampleBytes('1-people-import/civicrm-contact/individual_dates_type4.csv'))
    const dates = table.cells.map((cells) => cells[table.headings.indexOf('Birth Date')]!)
    expect(detectDateOrder(dates)).toBe('ambiguous')
    expect(dates.map((date) => value(date, 'date', dateOrderOf('US')))).toEqual(Array(4).fill('2008-09-01'))
  })

  it('hitobito writes dots', async () => {
    const table = await readWhole(sampleBytes('1-people-import/hitobito/two_rows.csv'))
    const dates = table.cells.map((cells) => cells[2]!)
    expect(detectDateOrder(dates)).toBe('dmy')
    expect(value(dates[0]!)).toBe('1992-08-25')
  })
})
