import { expect, test } from 'vitest'
import { readWhole } from './testing/samples.ts'
import { writeWorkbook } from './testing/zip-writer.ts'

const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
const row = (number: number, cells: Record<string, string>) =>
  `<row r="${number}">${Object.entries(cells)
    .map(([letter, text]) => cell(`${letter}${number}`, text))
    .join('')}</row>`
const sheet = (rows: string, merged: string[]) =>
  writeWorkbook({
    sheets: [
      {
        name: 'S',
        xml: `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData><mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells></worksheet>`,
      },
    ],
  })

test('a value that is merged over several rows belongs to each of them', async () => {
  const rows =
    row(1, { A: 'People of Kilima' }) +
    row(2, { A: 'Group', B: 'First name', C: 'Last name' }) +
    row(3, { A: 'Emmaus', B: 'Amina', C: 'Otieno' }) +
    row(4, { B: 'Juma', C: 'Otieno' }) +
    row(5, { B: 'Neema', C: 'Maina' }) +
    row(6, { B: 'Tom', C: 'Obi' })
  const { headings, cells, warnings } = await readWhole(sheet(rows, ['A1:C1', 'A3:A5', 'C3:C4']))
  expect(headings).toEqual(['Group', 'First name', 'Last name'])
  expect(cells).toEqual([
    ['Emmaus', 'Amina', 'Otieno'],
    ['Emmaus', 'Juma', 'Otieno'],
    ['Emmaus', 'Neema', 'Maina'],
    ['', 'Tom', 'Obi'],
  ])
  expect(warnings).toContainEqual({ code: 'imports.read.merged-cells', values: { count: 2, rows: '3, …' } })
})

test('headings of two rows, merged downwards and across', async () => {
  const rows =
    row(1, { A: 'ID', B: 'Name', D: 'Contact' }) +
    row(2, { B: 'First name', C: 'Last name', D: 'Email' }) +
    row(3, { A: '1', B: 'Amina', C: 'Otieno', D: 'a@example.org' })
  const { headings, cells } = await readWhole(sheet(rows, ['A1:A2', 'B1:C1']))
  expect(headings).toEqual(['ID', 'First name', 'Last name', 'Email'])
  expect(cells).toEqual([['1', 'Amina', 'Otieno', 'a@example.org']])
})

test('a list of merged cells without end costs little', async () => {
  const refs = Array.from({ length: 50_000 }, (_, at) => `A${at + 2}:A1048576`)
  const { cells } = await readWhole(sheet(row(1, { A: 'Name', B: 'City' }) + row(2, { A: 'X', B: 'Y' }), refs))
  expect(cells).toEqual([['X', 'Y']])
})
