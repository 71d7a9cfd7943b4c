import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { UnreadableForm } from './multipart.server.ts'
import { withSpooledForm } from './spooled-form.server.ts'

const limits = { fileBytes: 20_000_000 }
const post = (form: FormData) => new Request('http://ministry.test/', { method: 'POST', body: form })
async function sizeOf(pieces: AsyncIterable<Uint8Array>) {
  let bytes = 0
  for await (const piece of pieces) bytes += piece.length
  return bytes
}
const formWith = (bytes: number) => {
  const form = new FormData()
  form.set('kind', 'people')
  form.set('file', new File([new Uint8Array(bytes)], 'large.csv'))
  form.set('after', 'the file')
  return form
}

test('a file comes as it was sent, with all fields, and can be read twice', async () => {
  const found = await withSpooledForm(post(formWith(3_000_000)), limits, async ({ fields, file }) => ({
    fields: [...fields],
    name: file!.name,
    sizes: [await sizeOf(file!.content()), await sizeOf(file!.content())],
  }))
  expect(found).toEqual({
    fields: [
      ['kind', 'people'],
      ['after', 'the file'],
    ],
    name: 'large.csv',
    sizes: [3_000_000, 3_000_000],
  })
})

test('of a file that is too large one byte more is kept, for whoever reads it to see', async () => {
  expect(await withSpooledForm(post(formWith(1500)), { fileBytes: 1000 }, ({ file }) => sizeOf(file!.content()))).toBe(
    1001,
  )
})

test('no file is none; what breaks off is said to; no name of a file is left behind', async () => {
  const form = new FormData()
  form.set('file', new File([], ''))
  expect(await withSpooledForm(post(form), limits, ({ file }) => Promise.resolve(file))).toBeUndefined()
  const type = 'multipart/form-data; boundary=x'
  const broken = new Request('http://ministry.test/', {
    method: 'POST',
    headers: { 'content-type': type },
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nhalf',
  })
  await expect(withSpooledForm(broken, limits, () => Promise.resolve())).rejects.toBeInstanceOf(UnreadableForm)
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('ministry-upload-'))).toEqual([])
})
