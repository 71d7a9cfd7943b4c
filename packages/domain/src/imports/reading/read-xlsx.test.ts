import type { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { dateOfDay, dateOfSerial, shownNumber, styleOfFormat } from './serial-date.ts'
import { textStore } from './shared-strings.ts'
import { describeSamples, readWhole, sampleBytes } from './testing/samples.ts'
import { writeWorkbook } from './testing/zip-writer.ts'

const inline = (reference: string, text: string): string =>
  `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`
const heading = `<row r="1">${inline('A1', 'A')}${inline('B1', 'B')}${inline('C1', 'C')}</row>`

describe('reading an XLSX', () => {
  it('reads every kind of cell as a person sees it', async () => {
    const table = await readWhole(
      writeWorkbook({
        strings:
          '<si><t xml:space="preserve"> Zoë </t></si><si><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si><si><t>two_x000D_lines_x005F_</t></si>',
        styles: `<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="00000"/></numFmts>
          <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="20"/></cellXfs>`,
        sheets: [
          {
            name: 'People',
            xml: `<row r="1">${[...'ABCDEFGHIJKLMN'].map((column) => inline(`${column}1`, column)).join('')}</row>
            <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c>
            <c r="D2" t="b"><v>1</v></c><c r="E2"><v>0.30000000000000004</v></c><c r="F2"><v>4.47911123456E11</v></c>
            <c r="G2" s="1"><v>38124</v></c><c r="H2" s="2"><v>38124.5</v></c><c r="I2" s="3"><v>501</v></c>
            <c r="J2" s="4"><v>38124.395833333336</v></c><c r="K2" s="5"><v>0.5</v></c>
            <c r="L2" t="str"><f>A1&amp;"x"</f><v>Ax</v></c><c r="M2" t="e"><f>1/0</f><v>#DIV/0!</v></c>
            <c r="N2" t="d"><v>2004-05-17T00:00:00</v></c></row>`,
          },
        ],
      }),
    )
    expect(table.cells).toEqual([
      [
        ' Zoë ',
        'rich text',
        'two\rlines_',
        'TRUE',
        '0.3',
        '447911123456',
        '2004-05-17',
        '2004-05-17T12:00:00',
        '00501',
        '2004-05-17T09:30:00',
        '12:00:00',
        'Ax',
        '#DIV/0!',
        '2004-05-17T00:00:00',
      ],
    ])
    expect(table.warnings).toEqual([{ code: 'imports.read.formula-error', values: { count: 1, rows: '2' } }])
  })

  it('counts days from 1904 where the workbook says so', async () => {
    const styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    const xml = `${heading}<row r="2"><c r="A2" s="0"><v>36662</v></c></row>`
    const table = await readWhole(writeWorkbook({ sheets: [{ name: 'S', xml }], styles, date1904: true }))
    expect(table.cells[0]![0]).toBe('2004-05-17')
  })

  it('places cells by their references, and goes on without them', async () => {
    const xml = `<row>${inline('A1', 'A')}<c t="inlineStr"><is><t>B</t></is></c>${inline('C1', 'C')}</row>
      <row r="4">${inline('C4', 'third')}</row><row><c/><c t="inlineStr"><is><t>second</t></is></c><c r="AMJ5"/></row><row r="9"/>`
    const { rows } = await readWhole(writeWorkbook({ sheets: [{ name: 'S', xml }] }))
    expect(rows).toEqual([
      { number: 4, cells: ['', '', 'third'] },
      { number: 5, cells: ['', 'second', ''] },
    ])
  })

  it('takes the first visible sheet that holds something, or the one that is named', async () => {
    const file = writeWorkbook({
      sheets: [
        { name: 'Hidden', xml: heading + `<row r="2">${inline('A2', 'hidden')}</row>`, state: 'hidden' },
        { name: 'Blank', xml: '<row r="1"><c r="A1"/></row>' },
        { name: 'People', xml: heading + `<row r="2">${inline('A2', 'seen')}</row>` },
      ],
    })
    const table = await readWhole(file)
    expect(table).toMatchObject({ sheet: 'People', cells: [['seen', '', '']] })
    expect(table.sheets).toEqual([
      { name: 'Hidden', hidden: true },
      { name: 'Blank', hidden: false },
      { name: 'People', hidden: false },
    ])
    expect((await readWhole(file, { sheet: 'Hidden' })).cells[0]![0]).toBe('hidden')
    await expect(readWhole(file, { sheet: 'Other' })).rejects.toMatchObject({ code: 'imports.read.sheet-not-found' })
  })

  it('reads names with a prefix, as other writers make them', async () => {
    const xml = `<?xml version="1.0"?><x:worksheet xmlns:x="urn:x"><x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>Name</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="str"><x:v>Jane</x:v></x:c></x:row></x:sheetData></x:worksheet>`
    expect((await readWhole(writeWorkbook({ sheets: [{ name: 'S', xml }] }))).cells).toEqual([['Jane']])
  })

  it('says where a formula was never calculated', async () => {
    const xml = heading + `<row r="2">${inline('A2', 'x')}<c r="B2"><f>1+1</f></c></row>`
    const table = await readWhole(writeWorkbook({ sheets: [{ name: 'S', xml }] }))
    expect(table.warnings[0]).toMatchObject({ code: 'imports.read.formula-without-value', values: { rows: '2' } })
  })

  it('reads what write-excel-file writes', async () => {
    const rows = [
      ['Name', 'Born', 'Points', 'Member'],
      ['Zoë 🍣', new Date(Date.UTC(2004, 4, 17)), 1.5, true],
      ['<&>"\'', new Date(Date.UTC(1999, 11, 31)), -2, false],
    ]
    const data = rows.map((row) =>
      row.map((value) => (value instanceof Date ? { value, type: Date, format: 'dd.mm.yyyy' } : { value })),
    )
    const stream = await (writeXlsxFile as unknown as (data: unknown) => { toStream(): Promise<Readable> })(
      data,
    ).toStream()
    const table = await readWhole(stream)
    expect(table.cells).toEqual([
      ['Zoë 🍣', '2004-05-17', '1.5', 'TRUE'],
      ['<&>"\'', '1999-12-31', '-2', 'FALSE'],
    ])
  })

  it('gives back every table of text that write-excel-file writes', async () => {
    const text = fc.oneof(
      fc
        .string({ unit: 'grapheme', maxLength: 12 })
        .map((some) => some.replaceAll(/\p{Cc}|[\uFFFE\uFFFF]/gu, ''))
        // The writer looks its texts up in a plain object, which has some words of its own (`valueOf`).
        .filter((some) => !(some in {})),
      fc.constantFrom('0042', '=1+1', ' two  blanks ', 'two\nlines', '<b>&amp;</b>', '1e5', 'TRUE', ''),
    )
    const tables = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      )
    await fc.assert(
      fc.asyncProperty(tables, async (made) => {
        const headings = ['Id', ...made[0]!.map((_, at) => `Column ${at}`)]
        const cells = made.map((row, at) => [`Row ${at}`, ...row])
        const data = [headings, ...cells].map((row) =>
          row.map((value) => (value === '' ? null : { value, type: String })),
        )
        const stream = await (writeXlsxFile as unknown as (data: unknown) => { toStream(): Promise<Readable> })(
          data,
        ).toStream()
        const table = await readWhole(stream)
        expect(table.headings).toEqual(headings)
        expect(table.cells).toEqual(cells)
      }),
      { numRuns: 40 },
    )
  })

  it('lets go of the file when the walk is left early, and when nobody walks', async () => {
    const { readTable } = await import('./read-table.ts')
    const xml = heading + Array.from({ length: 50 }, (_, at) => `<row>${inline(`A${at + 2}`, 'x')}</row>`).join('')
    const bytes = writeWorkbook({ sheets: [{ name: 'S', xml }] })
    const left = await readTable([bytes])
    for await (const row of left.rows) {
      expect(row.number).toBe(2)
      break
    }
    await left.close()
    const unread = await readTable([bytes])
    await unread.close()
    await unread.close()
  })
})

describe('dates of spreadsheets', () => {
  it.each<[number, boolean, string | undefined]>([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, '1900-02-29'],
    [61, false, '1900-03-01'],
    [45_292, false, '2024-01-01'],
    [2_958_465, false, '9999-12-31'],
    [0, true, '1904-01-01'],
    [43_830, true, '2024-01-01'],
    [45_291.999999, false, '2024-01-01'],
    [0, false, undefined],
    [-1, false, undefined],
    [1e18, false, undefined],
  ])('%d (from 1904: %s) is %s', (serial, date1904, date) => {
    expect(dateOfSerial(serial, date1904)).toBe(date)
  })

  it('agrees with the runtime on every 97th day of four centuries', () => {
    for (let day = -80_000; day < 100_000; day += 97) {
      expect(dateOfDay(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10))
    }
  })

  it.each<[number, string | undefined, unknown]>([
    [14, undefined, 'date'],
    [22, undefined, 'date'],
    [20, undefined, 'time'],
    [2, undefined, 'plain'],
    [164, 'yyyy\\-mm\\-dd', 'date'],
    [164, '[$-409]d\\ mmm\\ yyyy;@', 'date'],
    [164, 'mmm', 'date'],
    [164, '[h]:mm:ss', 'time'],
    [164, 'h:mm AM/PM', 'time'],
    [164, 'General', 'plain'],
    [164, '#,##0.00 "days"', 'plain'],
    [164, '[Red]0.0E+00', 'plain'],
    [164, '\\d0', 'plain'],
    [164, '00000', { zeros: 5 }],
    [164, '0.00;[Red]"d"', 'plain'],
  ])('format %d %s is shown as %j', (id, code, style) => {
    expect(styleOfFormat(id, code)).toEqual(style)
  })

  it('never allocates by what a number format declares', () => {
    expect(shownNumber('7', { zeros: 1e9 }, false)).toHaveLength(20)
  })
})

describe('the store of shared strings', () => {
  it('gives back what was put in, over many pages', () => {
    const store = textStore(8 * 1024 * 1024)
    const texts = Array.from({ length: 70_000 }, (_, at) => `Zoë 🍣 ${at} ${'x'.repeat(at % 50)}`)
    for (const text of texts) store.add(text)
    expect(store.size).toBe(texts.length)
    for (let at = 0; at < texts.length; at += 1) if (store.get(at) !== texts[at]) expect(store.get(at)).toBe(texts[at])
    expect(store.get(texts.length)).toBeUndefined()
    expect(store.get(-1)).toBeUndefined()
    expect(store.get(NaN)).toBeUndefined()
    store.close()
  })

  it('gives back in any order what waits on disk', () => {
    const store = textStore(8 * 1024 * 1024, 2)
    const text = (at: number) => `Zoë 🍣 ${at} ${'x'.repeat(at % 50)}`
    for (let at = 0; at < 30_000; at++) store.add(text(at))
    for (let i = 0; i < 3000; i++) expect(store.get((i * 7919) % 30_000)).toBe(text((i * 7919) % 30_000))
    store.close()
    store.close()
  })

  it('takes no text that is longer than a cell may be', () => {
    expect(() => textStore(8 * 1024 * 1024).add('x'.repeat(200_000))).toThrow()
  })
})

describeSamples('real XLSX files', () => {
  it.each<[string, object]>([
    [
      '1-people-import/openpetra/testReading.xlsx',
      { sheet: 'Tabelle1', headings: ['test1', 'test2', 'test3', 'test4'], cells: [['1', '2', '3', 'vier']] },
    ],
    ['2-csv-xlsx/frictionless/sheets.xlsx', { sheet: 'Sheet1', headings: ['id', 'name'], cells: [['1', 'london']] }],
    [
      '2-csv-xlsx/sheetjs/minimal_112.xlsx',
      {
        headings: ['Sheet', 'JS'],
        cells: [
          ['123', '1.23'],
          ['TRUE', '0.123'],
        ],
      },
    ],
    [
      '2-csv-xlsx/exceljs/gold.xlsx',
      {
        headings: ['Text', 'I am Text'],
        cells: [
          ['Number', '3.14'],
          ['Integer', '5'],
          ['Date', '2016-05-17'],
          ['Formula', 'I am Text'],
          ['Hyperlink', 'exceljs'],
        ],
      },
    ],
  ])('%s', async (name, expected) => {
    expect(await readWhole(sampleBytes(name))).toMatchObject(expected)
  })

  it('reads the second sheet by name', async () => {
    const table = await readWhole(sampleBytes('2-csv-xlsx/frictionless/sheets.xlsx'), { sheet: 'Sheet2' })
    expect(table.sheet).toBe('Sheet2')
  })

  it('refuses a sheet that is only a heading', async () => {
    await expect(readWhole(sampleBytes('2-csv-xlsx/sheetjs/sushi.xlsx'))).rejects.toMatchObject({
      code: 'imports.read.only-headings',
    })
  })

  it('takes a template’s placeholders as text', async () => {
    const table = await readWhole(sampleBytes('1-people-import/jethro/example_list_of_people.xlsx'))
    expect(table.headings).toHaveLength(11)
    expect(table.cells[0]![5]).toBe('[person.status]'.replace('status', 'email'))
  })
})
