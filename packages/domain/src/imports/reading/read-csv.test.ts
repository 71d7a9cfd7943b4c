import { Buffer } from 'node:buffer'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pasted } from './source.ts'
import type { Delimiter, TextEncoding } from './reading.schema.ts'
import { readWhole } from './testing/samples.ts'

const marks: Record<string, number[]> = {
  'utf-8': [0xef, 0xbb, 0xbf],
  'utf-16le': [0xff, 0xfe],
  'utf-16be': [0xfe, 0xff],
}
const special1252 = [...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ']
const bytes1252 = new Map<string, number>()
for (let byte = 0x80; byte < 0xa0; byte++) {
  bytes1252.set(new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte)
}

function encode(text: string, encoding: TextEncoding, mark: boolean): Buffer {
  const start = Buffer.from(mark ? (marks[encoding] ?? []) : [])
  if (encoding === 'utf-8') return Buffer.concat([start, Buffer.from(text, 'utf8')])
  if (encoding === 'windows-1252') {
    return Buffer.from([...text].map((char) => bytes1252.get(char) ?? char.charCodeAt(0)))
  }
  const little = Buffer.from(text, 'utf16le')
  return Buffer.concat([start, encoding === 'utf-16le' ? little : little.swap16()])
}

describe('reading delimited text', () => {
  it.each<[string, Delimiter]>([
    ['Name,Email\nJane,j@x.org\nTom,t@x.org', ','],
    ['Name;Preis\nJane;2,50\nTom;3,75', ';'],
    ['Name\tEmail\nJane, Dr\tj@x.org\nTom; jr\tt@x.org', '\t'],
    ['Name|Email\nJane|j@x.org', '|'],
    ['Name,"Notes; more; of; them"\nJane,"a;b;c;d"\nTom,"x"', ','],
    ['Name', ','],
    ['sep=;\r\nName,A;Email\r\nJane;j@x.org', ';'],
  ])('finds the delimiter of %j', async (text, delimiter) => {
    const table = await readWhole(`${text}\nZoë${delimiter}z@x.org`)
    expect(table.delimiter).toBe(delimiter)
  })

  it('numbers rows as a spreadsheet does: blank rows count, quoted line breaks do not', async () => {
    const { headings, headingRow, rows } = await readWhole('\n\nName,Note\n\nJane,"one\ntwo"\n , \nTom,x\n')
    expect(headings).toEqual(['Name', 'Note'])
    expect(headingRow).toBe(3)
    expect(rows).toEqual([
      { number: 5, cells: ['Jane', 'one\ntwo'] },
      { number: 7, cells: ['Tom', 'x'] },
    ])
  })

  it.each(['\n', '\r\n', '\r'])('takes line ends %j', async (end) => {
    expect((await readWhole(['a,b', '1,2', '3,4', ''].join(end))).cells).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  it('tells headings apart, trims them and names blank ones by their column', async () => {
    const table = await readWhole('\ufeff Email , email,,"Two\nlines",Email,,\n1,2,3,4,5,,')
    expect(table.headings).toEqual(['Email', 'email (2)', '(C)', 'Two lines', 'Email (3)'])
    expect(table.warnings.map(({ code }) => code)).toContain('imports.read.duplicate-headings')
  })

  it('pads short rows and sets aside what stands beyond the headings', async () => {
    const table = await readWhole('a,b,c\n1\n1,2,3,,\n1,2,3,Springfield')
    expect(table.rows).toEqual([
      { number: 2, cells: ['1', '', ''] },
      { number: 3, cells: ['1', '2', '3'] },
      { number: 4, cells: ['1', '2', '3'], extra: ['Springfield'] },
    ])
    expect(table.warnings).toEqual([
      { code: 'imports.read.short-rows', values: { count: 1, rows: '2' } },
      { code: 'imports.read.long-rows', values: { count: 1, rows: '4' } },
    ])
  })

  it('passes over titles, but not in a list of one column', async () => {
    const titled = await readWhole('People of Bern\n\n1 May\nName,Email,City\nJane,j@x.org,Bern')
    expect(titled).toMatchObject({ headings: ['Name', 'Email', 'City'], headingRow: 4 })
    const single = await readWhole('Email\na@x.org\nb@x.org\nc@x.org\nd@x.org\ne@x.org\nf@x.org\ng@x.org')
    expect(single.headings).toEqual(['Email'])
    expect(single.cells).toHaveLength(7)
  })

  it('takes the heading row that it is told', async () => {
    const table = await readWhole('List,of,people\nName,Email,City\nJane,j@x.org,Bern', { headingRow: 2 })
    expect(table).toMatchObject({ headings: ['Name', 'Email', 'City'], cells: [['Jane', 'j@x.org', 'Bern']] })
    await expect(readWhole('a\n\nb', { headingRow: 2 })).rejects.toMatchObject({
      code: 'imports.read.heading-row-not-found',
    })
  })

  it.each<[string, number, string[], string[]]>([
    ['Jane,j@x.org\nTom,t@x.org', 0, ['(A)', '(B)'], ['imports.read.no-headings']],
    ['Jane Doe,+49 30 1234567', 0, ['(A)', '(B)'], ['imports.read.no-headings']],
    // Days of meetings are headings although they look like data.
    [
      'Name,2024-01-07,2024-01-14\nJane,x,x',
      1,
      ['Name', '2024-01-07', '2024-01-14'],
      ['imports.read.headings-look-like-data'],
    ],
    ['Wer,2024-01-07\nJane,x', 1, ['Wer', '2024-01-07'], ['imports.read.headings-look-like-data']],
    [
      'Printed,2026-11-01\nFirst name,Last name,Email\nA,B,a@x.org',
      2,
      ['First name', 'Last name', 'Email'],
      ['imports.read.titles-skipped'],
    ],
    [
      'Members of,Kilima,2026\n\nFirst name,Last name,Team\nA,B,c',
      3,
      ['First name', 'Last name', 'Team'],
      ['imports.read.titles-skipped'],
    ],
    // Merged downwards: what is blank beside the second line of headings stands above it.
    [
      'ID,Name,,Contact\n,First name,Last name,Email\n1,A,B,a@x.org',
      2,
      ['ID', 'First name', 'Last name', 'Email'],
      ['imports.read.titles-skipped'],
    ],
  ])('finds the headings of %j', async (text, row, headings, codes) => {
    const read = await readWhole(text)
    expect([read.headingRow, read.headings, read.warnings.map(({ code }) => code)]).toEqual([row, headings, codes])
  })

  it('reads every row as data where it is told that there are no headings', async () => {
    const { headings, cells, headingRow } = await readWhole('Name,Email\nJane,j@x.org', { headingRow: 0 })
    expect([headings, headingRow]).toEqual([['(A)', '(B)'], 0])
    expect(cells).toEqual([
      ['Name', 'Email'],
      ['Jane', 'j@x.org'],
    ])
  })

  it('passes over headings that come again, and takes a # for what somebody wrote', async () => {
    const { cells, warnings } = await readWhole('Name,City\nA,Rome\n#Mandla,\nName,City\n#1,Bern\n#\nB,Oslo')
    expect(cells).toEqual([
      ['A', 'Rome'],
      ['#Mandla', ''],
      ['#1', 'Bern'],
      ['#', ''],
      ['B', 'Oslo'],
    ])
    expect(warnings.map(({ code, values }) => [code, values['rows']])).toEqual([
      ['imports.read.headings-again', '4'],
      ['imports.read.short-rows', '6'],
    ])
  })

  it.each([
    ['#made by hand\n# on a Monday, late\nFoo,Bar,Baz\n1,2,3', 3, ['Foo', 'Bar', 'Baz'], '1, 2'],
    ['# people\nFoo,Bar\n1,2', 2, ['Foo', 'Bar'], '1'],
    ['# people\nName,City\n#1,Bern', 2, ['Name', 'City'], '1'],
    ['#,Name,City\n1,A,Rome', 1, ['#', 'Name', 'City'], undefined],
    ['#Name,City\nA,Rome', 1, ['#Name', 'City'], undefined],
    ['#1 fan\n#2 fan', 1, ['#1 fan'], undefined],
  ])('takes remarks above the headings for titles, and says so: %j', async (text, row, headings, rows) => {
    const read = await readWhole(text)
    const skipped = read.warnings.find(({ code }) => code === 'imports.read.titles-skipped')
    expect([read.headingRow, read.headings, skipped?.values['rows']]).toEqual([row, headings, rows])
  })

  it('keeps leading zeros, blanks and odd quotes as they stand', async () => {
    const table = await readWhole('Zip,Height,Nick\n00501," 6\'2""",Bob "the tall" Smith\n007,"x" y,z')
    expect(table.cells).toEqual([
      ['00501', ' 6\'2"', 'Bob "the tall" Smith'],
      ['007', '"x" y', 'z'],
    ])
  })

  it('takes what is pasted from a spreadsheet', async () => {
    const table = await readWhole(pasted('Vorname\tOrt\r\nÉsaïe\t"Bern\nWabern"\r\n'))
    expect(table).toMatchObject({ delimiter: '\t', cells: [['Ésaïe', 'Bern\nWabern']] })
  })

  it('switches to Windows-1252 where ASCII ends in it, however late', async () => {
    const late = Buffer.concat([
      Buffer.from('Name,City\n' + 'Jane,Bern\n'.repeat(20_000)),
      Buffer.from('Zo\xeb,Z\xfcrich\n', 'latin1'),
    ])
    const { cells, warnings } = await readWhole(late)
    expect(cells.at(-1)).toEqual(['Zoë', 'Zürich'])
    expect(warnings).toEqual([])
  })

  it('repairs single wrong bytes in UTF-8, and says so', async () => {
    const { cells, warnings } = await readWhole(
      Buffer.concat([Buffer.from('Name,City\nZoë,'), Buffer.from([0xe9, 0x0a])]),
    )
    expect(cells).toEqual([['Zoë', 'é']])
    expect(warnings.map(({ code }) => code)).toEqual(['imports.read.mixed-encoding'])
  })

  it('reads characters that are cut between pieces', async () => {
    const bytes = Buffer.from('Name,City\nZoë 🍣,Zürich\n')
    const single = Array.from(bytes, (byte) => Buffer.from([byte]))
    expect((await readWhole(single)).cells).toEqual([['Zoë 🍣', 'Zürich']])
  })
})

const delimiters: Delimiter[] = [',', ';', '\t', '|']
const encodings: TextEncoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']
const letters1252 = [...'abcXYZ 0123,;|"\'\nàéîõüßñÆ', ...special1252]
/** Without what would make the file no text: control characters and half characters. */
const anyText = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll(/\p{Cc}/gu, ''))
const text1252 = fc.array(fc.constantFrom(...letters1252), { maxLength: 12 }).map((letters) => letters.join(''))

describe('what csv-stringify writes is read back the same', () => {
  const tables = (cell: fc.Arbitrary<string>) =>
    fc.integer({ min: 1, max: 6 }).chain((width) =>
      fc.record({
        width: fc.constant(width),
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
        delimiter: fc.constantFrom(...delimiters),
        end: fc.constantFrom('\n', '\r\n', '\r'),
        piece: fc.integer({ min: 1, max: 70 }),
      }),
    )
  for (const encoding of encodings) {
    it(`in ${encoding}`, async () => {
      await fc.assert(
        fc.asyncProperty(tables(encoding === 'windows-1252' ? text1252 : anyText), fc.boolean(), async (made, mark) => {
          const headings = ['Id', ...Array.from({ length: made.width }, (_, at) => `Column ${at}`)]
          const cells = made.rows.map((row, at) => [String(at), ...row])
          const text = stringify([headings, ...cells], {
            delimiter: made.delimiter,
            record_delimiter: made.end,
            quoted_string: true,
          })
          const bytes = encode(text, encoding, mark)
          const pieces = Array.from({ length: Math.ceil(bytes.length / made.piece) }, (_, at) =>
            bytes.subarray(at * made.piece, (at + 1) * made.piece),
          )
          const table = await readWhole(pieces, { delimiter: made.delimiter, encoding })
          expect(table.headings).toEqual(headings)
          expect(table.cells).toEqual(cells)
        }),
        { numRuns: 60 },
      )
    })
  }

  it('with delimiter and encoding found by content', async () => {
    const word = fc.constantFrom(
      'Müller',
      'Zoë',
      'João',
      'Nairobi',
      'a, b',
      'c; d',
      'e | f',
      '"quoted"',
      'two\nlines',
      '2,50',
      '',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(word, word, word, word), { minLength: 4, maxLength: 20 }),
        fc.constantFrom(...delimiters),
        fc.constantFrom(...encodings),
        fc.boolean(),
        async (rows, delimiter, encoding, mark) => {
          const cells = rows.map((row, at) => [`Person ${at}`, ...row])
          const text = stringify([['Name', 'A', 'B', 'C', 'Straße'], ...cells], { delimiter })
          const table = await readWhole(encode(text, encoding, mark))
          expect(table).toMatchObject({ delimiter, encoding, cells })
        },
      ),
      { numRuns: 150 },
    )
  })
})
