import { expect, test } from 'vitest'
import { leftOutFile } from './left-out-file.server.ts'

test('pages of rows become one file under the headings of the first', async () => {
  const problem = { column: 'Email', value: 'x', code: 'imports.value.not-an-email', values: { value: 'x' } }
  const pages = [
    { headings: ['Name', 'Email'], rows: [{ number: 3, cells: ['A', 'x'], problems: [problem] }], next: 'more' },
    { headings: ['Name', 'Email'], rows: [{ number: 9, cells: ['B', '\u00A0＝1+1'], problems: [] }], next: null },
  ]
  const asked: unknown[] = []
  const api = { imports: { leftOut: async (input: unknown) => (asked.push(input), pages[asked.length - 1]) } }
  let text = ''
  for await (const piece of leftOutFile(api as never, 'id')) text += piece
  expect(asked).toEqual([
    { id: 'id', after: undefined },
    { id: 'id', after: 'more' },
  ])
  expect(text.split('\r\n')).toEqual([
    '\uFEFFRow in the first file,Why it was not taken,Name,Email',
    '3,Email: “x” is no e-mail address.,A,x',
    "9,,B,'\u00A0＝1+1",
    '',
  ])
})
