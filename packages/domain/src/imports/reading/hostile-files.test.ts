import { Buffer } from 'node:buffer'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { MinistryError } from '@ministry/kernel/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReadingLimits } from './limits.ts'
import { readTable } from './read-table.ts'
import type { ByteSource } from './source.ts'
import { readWhole } from './testing/samples.ts'
import { workbookParts, writeWorkbook, writeZip } from './testing/zip-writer.ts'

const MB = 1024 * 1024
const rowOf = (...cells: string[]): string =>
  `<row>${cells.map((cell) => `<c t="str"><v>${cell}</v></c>`).join('')}</row>`
const sheet = (xml: string) => writeWorkbook({ sheets: [{ name: 'S', xml }] })

// What the process takes from the system depends on what ran in it before; what is alive after collecting doesn't.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
function alive(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Endless repetition of a piece, so that only a reader that stops early comes to an end in time; looks now and then. */
async function* endless(piece: string, megabytes: number, before: string, look: () => void): AsyncGenerator<Buffer> {
  if (before) yield Buffer.from(before)
  const block = Buffer.alloc(MB, piece)
  for (let at = 0; at < megabytes; at++) {
    if (at === 8 || at === 64 || at === 512) look()
    yield block
  }
}

/** Reads a hostile file to its end and says how it ended and what it took. */
async function ending(source: ByteSource, limits: Partial<ReadingLimits> = {}) {
  let rows = 0
  const error: unknown = await (async () => {
    const table = await readTable(source, { limits })
    for await (const _ of table.rows) rows++
  })().catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(MinistryError)
  const { kind, code, values } = error as MinistryError
  return { kind, code, values, rows }
}

describe('hostile text files end in one clear error, soon and in little memory', () => {
  it.each<[string, string, string, string]>([
    ['one line of 1 GB', 'x', 'a,b\n1,2\n', 'line-too-long'],
    ['a line of 1 GB that never holds a cell', ',', 'a,b\n1,2\n', 'line-too-long'],
    ['a heading of 1 GB', 'x', '', 'line-too-long'],
    ['a quote that is never closed, of 1 GB', 'x\n', 'a,b\n1,2\n3,"', 'quote-not-closed'],
    ['1 GB of long rows', `${'x'.repeat(500)},y\n`, 'a,b\n', 'file-too-large'],
    ['1 GB of short rows', 'x,y\n', 'a,b\n', 'too-many-rows'],
    ['1 GB of blank lines', '\n', '', 'too-many-rows'],
    ['1 GB of blank lines under headings', ', \n', 'a,b\n1,2\n', 'too-many-rows'],
  ])('%s', async (_, piece, before, code) => {
    const atFirst = alive()
    let held = 0
    const end = await ending(endless(piece, 1024, before, () => (held = Math.max(held, alive() - atFirst))))
    expect(end.code).toBe(`imports.read.${code}`)
    expect(Math.max(held, alive() - atFirst) / MB).toBeLessThan(20)
  })

  it('names the row where a quote began that is never closed', async () => {
    const text = 'a,b\n' + '1,2\n'.repeat(5000) + '\n5,"open\n' + '3,4\n'.repeat(100)
    expect(await ending([Buffer.from(text)])).toMatchObject({
      kind: 'InvalidInput',
      code: 'imports.read.quote-not-closed',
      values: { row: 5003 },
    })
  })

  it.each<[Partial<ReadingLimits>, string, string, object]>([
    [{ rows: 2 }, 'a\n1\n\n2\n3', 'too-many-rows', { limit: 2 }],
    [{ columns: 2 }, 'a,b\n1,2,,\n1,2,3', 'too-many-columns', { row: 3, limit: 2 }],
    [{ cellCharacters: 5 }, 'a,b\n1,123456', 'cell-too-long', { row: 2, column: 'B', limit: 5 }],
    [{ fileBytes: 2 * MB }, 'a\n' + '1234567\n'.repeat(262_145), 'file-too-large', { megabytes: 2 }],
    [{ lineBytes: 1000 }, 'a\n1\n' + 'x'.repeat(1010), 'line-too-long', { row: 3 }],
  ])('limit %j', async (limits, text, code, values) => {
    expect(await ending([Buffer.from(text)], limits)).toMatchObject({
      kind: 'LimitReached',
      code: `imports.read.${code}`,
      values,
    })
  })

  it('takes the default limits exactly', async () => {
    const wide = Array.from({ length: 500 }, (_, at) => `c${at}`).join(',')
    expect((await readWhole(`${wide}\n${'x'.repeat(32_767)}`)).cells[0]).toHaveLength(500)
    expect((await ending([Buffer.from(`${wide},more\n1`)])).code).toBe('imports.read.too-many-columns')
    expect((await ending([Buffer.from(`a\n${'x'.repeat(32_768)}`)])).code).toBe('imports.read.cell-too-long')
  })
})

describe('hostile XLSX files end in one clear error, soon and in little memory', () => {
  const zeros = (megabytes: number) => Buffer.alloc(megabytes * MB, '<row></row>')

  it('a zip bomb', async () => {
    const parts = workbookParts({ sheets: [{ name: 'S', xml: '<?xml' }] })
    parts.at(-1)!.content = zeros(20)
    expect(await ending([writeZip(parts)])).toMatchObject({ kind: 'LimitReached', code: 'imports.read.zip-bomb' })
  })

  it('a zip bomb that lies about its size', async () => {
    const parts = workbookParts({ sheets: [{ name: 'S', xml: '<?xml' }] })
    Object.assign(parts.at(-1)!, { content: zeros(20), declaredSize: 1000 })
    expect((await ending([writeZip(parts)])).code).toBe('imports.read.damaged')
  })

  it('a zip that unpacks to too much in all', async () => {
    const file = sheet(rowOf('a') + rowOf('x'.repeat(3000)))
    expect((await ending([file], { unzippedBytes: 3000 })).code).toBe('imports.read.zip-bomb')
  })

  it('a zip of too many entries', async () => {
    const more = Array.from({ length: 50 }, (_, at) => ({ name: `x${at}`, content: '' }))
    const file = writeWorkbook({ sheets: [{ name: 'S', xml: rowOf('a') }], more })
    expect((await ending([file], { zipEntries: 40 })).code).toBe('imports.read.zip-bomb')
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'C:\\x'])('a part called %s', async (name) => {
    const file = writeZip([...workbookParts({ sheets: [{ name: 'S', xml: rowOf('a') }] }), { name, content: 'x' }])
    expect((await ending([file])).code).toBe('imports.read.zip-path')
  })

  it('10^18 declared cells cost nothing', async () => {
    const xml = `<?xml version="1.0"?><worksheet><dimension ref="A1:XFD1048576"/><cols><col min="1" max="1000000000000000000"/></cols><sheetData>${rowOf('a', 'b')}<row spans="1:1000000000000000000">${rowOf('1', '2').slice(5)}</sheetData></worksheet>`
    expect((await readWhole(sheet(xml))).cells).toEqual([['1', '2']])
  })

  it.each<[string, string, string]>([
    ['a row number of 10^18', `${rowOf('a')}<row r="1000000000000000000"/>`, 'cell-out-of-range'],
    ['a row number beyond the sheet', `${rowOf('a')}<row r="1048577"/>`, 'cell-out-of-range'],
    ['a row number that is none', `${rowOf('a')}<row r="1e3"/>`, 'cell-out-of-range'],
    ['a row number of nothing', `${rowOf('a')}<row r=""/>`, 'cell-out-of-range'],
    ['a column beyond the sheet', `<row><c r="XFE1" t="str"><v>x</v></c></row>`, 'cell-out-of-range'],
    ['a column of many letters', `<row><c r="${'Z'.repeat(10_000)}1" t="str"><v>x</v></c></row>`, 'cell-out-of-range'],
    ['too many columns', `<row><c r="XFD1" t="str"><v>x</v></c></row>`, 'too-many-columns'],
    ['cells without end', `<row>${'<c/>'.repeat(20_000)}</row>`, 'cell-out-of-range'],
    ['a shared string that is not there', `<row><c t="s"><v>5</v></c></row>`, 'damaged'],
    ['a cell that is too long', rowOf('a') + rowOf('x'.repeat(32_768)), 'cell-too-long'],
    ['endless nesting', `${'<row><c>'.repeat(100)}`, 'damaged'],
    ['elements that are not closed', '<row><c>', 'damaged'],
    ['an unknown entity', rowOf('&bomb;'), 'damaged'],
  ])('%s', async (_, xml, code) => {
    expect((await ending([sheet(xml)])).code).toBe(`imports.read.${code}`)
  })

  it('text between two tags without end', async () => {
    const parts = workbookParts({ sheets: [{ name: 'S', xml: '<?xml' }] })
    const noise = Buffer.from(Array.from({ length: 4 * MB }, (_, at) => 97 + ((at * 7919 + (at >> 5)) % 26)))
    parts.at(-1)!.content = Buffer.concat([Buffer.from('<worksheet><sheetData x="'), noise])
    expect((await ending([writeZip(parts)])).code).toBe('imports.read.line-too-long')
  })

  it('entities that expand (a billion laughs) are refused unread', async () => {
    const xml = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData>${rowOf('&b;')}</sheetData></worksheet>`
    expect((await ending([sheet(xml)])).code).toBe('imports.read.damaged')
    const external = `<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>`
    expect((await ending([sheet(external)])).code).toBe('imports.read.damaged')
  })

  it('shared strings beyond their memory', async () => {
    const strings = '<si><t>0123456789</t></si>'.repeat(1000)
    const file = writeWorkbook({ sheets: [{ name: 'S', xml: rowOf('a') }], strings })
    expect((await ending([file], { sharedTextBytes: 10_000 })).code).toBe('imports.read.too-much-text')
  })

  it('rows beyond the limit', async () => {
    const file = sheet(rowOf('a') + rowOf('1').repeat(11))
    expect(await ending([file], { rows: 10 })).toMatchObject({ code: 'imports.read.too-many-rows', rows: 10 })
  })
})

describe('whatever the bytes', () => {
  /** A broken file either reads or ends in an error of ours; anything else fails the test. */
  const survives = async (bytes: Buffer) => {
    try {
      await readWhole(bytes)
    } catch (error) {
      if (!(error instanceof MinistryError)) throw error
      expect(error.code).toMatch(/^imports\.read\./)
    }
  }
  const mutated = (original: Buffer) =>
    fc
      .array(fc.tuple(fc.nat(original.length - 1), fc.nat(255), fc.constantFrom('set', 'cut', 'insert')), {
        minLength: 1,
        maxLength: 8,
      })
      .map((changes) =>
        changes.reduce<Buffer>((bytes, [at, byte, how]) => {
          const place = bytes.length === 0 ? 0 : at % bytes.length
          if (how === 'set' && bytes.length > 0) return bytes.with(place, byte) as Buffer
          if (how === 'cut') return Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1 + byte)])
          return Buffer.concat([bytes.subarray(0, place), Buffer.from([byte]), bytes.subarray(place)])
        }, original),
      )
      .map((bytes) => Buffer.from(bytes))

  it('random bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (bytes) => survives(Buffer.from(bytes))),
      { numRuns: 300 },
    ))

  it('random bytes behind the signature of a zip or an OLE file', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('504b0304', 'd0cf11e0a1b11ae1'),
        (bytes, start) => survives(Buffer.concat([Buffer.from(start, 'hex'), bytes])),
      ),
      { numRuns: 100 },
    ))

  it('a CSV with wrong bytes', () =>
    fc.assert(
      fc.asyncProperty(
        mutated(Buffer.from('Name;Note\r\nZoë;"one\r\ntwo"\r\nTom;"x ""y"" z"\r\n'.repeat(3))),
        survives,
      ),
      { numRuns: 300 },
    ))

  const xlsx = writeWorkbook({
    sheets: [
      { name: 'S', xml: rowOf('a', 'b') + '<row r="3"><c r="B3" t="s"><v>0</v></c><c s="1"><v>38124</v></c></row>' },
    ],
    strings: '<si><t>Zoë</t></si>',
    styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
  })
  it('an XLSX with wrong bytes', () => fc.assert(fc.asyncProperty(mutated(xlsx), survives), { numRuns: 400 }))

  it('an XLSX whose XML has wrong bytes', () => {
    const parts = workbookParts({
      sheets: [{ name: 'S', xml: rowOf('a', 'b') + '<row r="3"><c r="B3" t="s"><v>0</v></c></row>' }],
      strings: '<si><t>Zoë</t></si>',
      styles: '<numFmts><numFmt numFmtId="170" formatCode="d/m/yy"/></numFmts><cellXfs><xf numFmtId="170"/></cellXfs>',
    })
    const one = fc
      .nat(parts.length - 1)
      .chain((at) => mutated(Buffer.from(parts[at]!.content as string)).map((content) => ({ at, content })))
    return fc.assert(
      fc.asyncProperty(one, ({ at, content }) =>
        survives(writeZip(parts.map((part, place) => (place === at ? { ...part, content } : part)))),
      ),
      { numRuns: 400 },
    )
  })

  it('hands on what the source itself throws', async () => {
    const failing = (async function* () {
      yield Buffer.from('a,b\n1,2\n')
      throw new RangeError('the disk is gone')
    })()
    await expect(readWhole(failing)).rejects.toThrow(RangeError)
  })
})
