/** Whatever stands in cells comes back from our own files as the import reads them. Source: REP-3, IMP-1. */
import { csvLine, runsAsFormula } from '@ministry/kernel/csv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readWhole } from './reading/testing/samples.ts'
import { readText } from './reading/values/read-text.ts'
import { xlsxWriter } from '../people/exports/xlsx.ts'

/** What people keep: words of any script, with what hurts among them. */
const dangerous = fc.constantFrom(
  ...['007', '00100', '=1+1', '+254710000011', '-3', '@SUM(A1)', "'=x", '＝HYPERLINK("a")', '1E5', '3/4', 'TRUE'],
  ...['a,b;c\td', 'say "yes"', 'two\nlines', '<b>&amp;', '#N/A!', '012e3', '٠١٢', 'Zoë 👩‍👩‍👧', '=cmd|x'],
)
const cell = fc
  .oneof(dangerous, fc.string({ unit: 'grapheme', maxLength: 40 }))
  // Neither files nor records hold control characters; blanks around a text are nobody's.
  .map((text) => text.replaceAll(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/gu, (sign) => (sign === '\n' ? sign : '')).trim())
// A line that begins with # is a remark to whoever reads tables.
const named = cell.filter((text) => text !== '' && !text.startsWith('#') && 'value' in readText(text))
const table = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.array(
    fc.tuple(named, fc.array(cell, { minLength: width, maxLength: width })).map(([name, more]) => [name, ...more]),
    {
      minLength: 1,
      maxLength: 12,
    },
  ),
)
const headingsOf = ([first = []]: string[][]) => ['Name', ...first.slice(1).map((_, i) => `Column ${i + 1}`)]
const readBack = (text: string) => {
  const reading = readText(text)
  return 'value' in reading ? reading.value : text
}
/** As the import keeps it: what was a formula's beginning is text, and stays. */
const kept = (text: string) => readBack(runsAsFormula(text) ? `'${text}` : text)

test('a CSV comes back as it was, and no spreadsheet program runs what is in it', () =>
  fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const headings = headingsOf(rows)
      const { cells, headings: read } = await readWhole(
        Buffer.from(`\uFEFF${[headings, ...rows].map(csvLine).join('')}`),
      )
      expect(read).toEqual(headings)
      for (const row of cells) for (const text of row) expect(runsAsFormula(text)).toBe(false)
      expect(cells.map((row) => row.map(readBack))).toEqual(rows.map((row) => row.map(kept)))
    }),
    { numRuns: 60 },
  ))

test('a workbook comes back as it was, zeros in front and all, and holds no formula', () =>
  fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const headings = headingsOf(rows)
      const writer = xlsxWriter(headings)
      writer.add(rows)
      const { cells, headings: read } = await readWhole(Buffer.from(writer.end()))
      expect(read).toEqual(headings)
      expect(cells.map((row) => headings.map((_, i) => row[i] ?? ''))).toEqual(rows)
    }),
    { numRuns: 60 },
  ))
