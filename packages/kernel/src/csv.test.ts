import { expect, test } from 'vitest'
import { csvCell, csvLine, runsAsFormula } from './csv.ts'

test.each([
  ['Wanjiku', 'Wanjiku'],
  ['kept, too', '"kept, too"'],
  ['say "hello"', '"say ""hello"""'],
  ['two\nlines', '"two\nlines"'],
  ['0712', '0712'],
  ['Anne-Marie', 'Anne-Marie'],
  ['', ''],
  ['   ', '   '],
])('%j is written %s', (text, written) => expect(csvCell(text)).toBe(written))

const behind = ['', ' ', '   ', '\u00A0', '\uFEFF', '\u3000', '\u200B', '\u2060', '\u00A0 \uFEFF', '\u0000', '\u0001']
const signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫']
test.each(signs)('nothing that begins with %s is run, whatever stands before it', (sign) => {
  for (const hidden of behind) {
    const text = `${hidden}${sign}cmd|' /C calc'!A0`
    expect(runsAsFormula(text), JSON.stringify(text)).toBe(true)
    expect(csvCell(text).replace(/^"/, ''), JSON.stringify(text)).toMatch(/^'/)
  }
})

test.each(['\tx', '\rx', '\nx', '\r\n=1', '\t'])('nor %j, whose beginning some programs leave out', (text) => {
  expect(csvCell(text)).toBe(`"'${text}"`)
})

test('a row is its cells', () => expect(csvLine(['a', '=b', 'c,d'])).toBe(`a,'=b,"c,d"\r\n`))
