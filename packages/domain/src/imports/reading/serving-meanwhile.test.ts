/** A hostile file costs its sender an answer, and nobody else anything. Source: IMP-7. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { workbookParts, writeWorkbook, writeZip } from './testing/zip-writer.ts'

const child = fork(join(import.meta.dirname, 'testing/reading-server.ts'), { execArgv: ['--max-old-space-size=192'] })
const address = once(child, 'message').then(([port]) => `http://127.0.0.1:${String(port)}`)
afterAll(() => void child.kill())

const MB = 1024 * 1024
const swollen = () => {
  const parts = workbookParts({ sheets: [{ name: 'S', xml: '' }] })
  parts.push({ name: 'xl/worksheets/sheet1.xml', content: Buffer.alloc(20 * MB, 0x20) })
  return writeZip(parts.filter(({ name }, at) => parts.findLastIndex((part) => part.name === name) === at))
}
const entities = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')
const files: [string, () => Buffer, string][] = [
  ['a zip bomb', swollen, 'imports.read.zip-bomb'],
  ['a line of 12 MB', () => Buffer.alloc(12 * MB, 'a'), 'imports.read.line-too-long'],
  ['a quote that never closes', () => Buffer.from(`a,b\n"${'x,y\n'.repeat(2 * MB)}`), 'imports.read.quote-not-closed'],
  ['columns without end', () => Buffer.from('x,'.repeat(400_000)), 'imports.read.too-many-columns'],
  [
    'entities that expand',
    () =>
      writeWorkbook({
        sheets: [{ name: 'S', xml: `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${entities}]><worksheet/>` }],
      }),
    'imports.read.damaged',
  ],
  [
    'a zip in a zip',
    () => writeZip([{ name: 'people.xlsx', content: writeWorkbook({ sheets: [] }) }]),
    'imports.read.kind-zip',
  ],
  ['NULs', () => Buffer.alloc(4 * MB), 'imports.read.kind-binary'],
]

it.each(files)('%s: a clear error in little memory, and others are served meanwhile', async (_, make, code) => {
  const url = await address
  const body = make()
  let reading = true
  const read = fetch(url, { method: 'POST', body: new Uint8Array(body) })
    .then((answer) => answer.json() as Promise<{ code: string; megabytes: number }>)
    .finally(() => (reading = false))
  const waits: number[] = []
  do {
    const from = performance.now()
    await (await fetch(url)).text()
    waits.push(performance.now() - from)
  } while (reading)
  const { megabytes, ...ended } = await read
  expect(ended).toEqual({ code })
  expect(megabytes).toBeLessThan(64)
  expect(Math.max(...waits)).toBeLessThan(2000)
})
