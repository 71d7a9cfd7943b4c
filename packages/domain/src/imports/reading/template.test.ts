import { describe, expect, it } from 'vitest'
import { matchColumns } from './matching/match-columns.ts'
import { peopleFields } from './matching/people-fields.ts'
import { template } from './template.ts'
import { readWhole } from './testing/samples.ts'
import { readValue } from './values/read-value.ts'

describe('the template', () => {
  it('is matched for certain and its example is read, when it comes back', async () => {
    const { headings, cells } = await readWhole(template(peopleFields))
    const matches = matchColumns(headings, cells, peopleFields)
    expect(matches.map(({ field, confidence }) => [field, confidence])).toEqual(
      peopleFields.map(({ key }) => [key, 'certain']),
    )
    peopleFields.forEach((field, at) => {
      const reading = readValue(field, cells[0]![at]!, { region: 'KE', dateOrder: 'dmy', today: '2026-11-22' })
      expect(reading, field.key).toHaveProperty('value')
      expect('value' in reading && reading.value === null, field.key).toBe(field.example === '')
    })
  })

  it('is run by no spreadsheet program', async () => {
    const [name] = peopleFields
    const heading = ' ＝HYPERLINK("http://evil")'
    const text = template([{ ...name!, heading, example: '\u00A0@SUM(A1)' }])
    expect(text).toBe(`\uFEFF"' ＝HYPERLINK(""http://evil"")"\r\n'\u00A0@SUM(A1)\r\n`)
  })

  it('takes headings in another language', () => {
    expect(template(peopleFields, { givenName: 'Vorname' })).toContain('Vorname')
  })
})
