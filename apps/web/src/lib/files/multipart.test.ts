import { describe, expect, test } from 'vitest'
import { readMultipart, UnreadableForm } from './multipart.server.ts'

const limits = { fileBytes: 1000, files: 2 }
const boundary = 'xxBOUNDARYxx'
const typed = { 'content-type': `multipart/form-data; boundary=${boundary}` }
const post = (body: BodyInit, headers: Record<string, string> = typed) =>
  new Request('http://ministry.test/files', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)
const part = (disposition: string, content: string, type = '') =>
  `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n${type}\r\n${content}\r\n`
const whole = (...parts: string[]) => `${parts.join('')}--${boundary}--\r\n`
const octets = 'Content-Type: application/octet-stream\r\n'
const file = (name: string, content: string) => part(`name="upload"; filename="${name}"`, content, octets)
const named = async (request: Request) => {
  const { fields, files } = await readMultipart(request, limits)
  return {
    fields: [...fields],
    files: files.map(({ name, content }) => [name, content && Buffer.from(content).toString()]),
  }
}

test('text and files of a browser’s form', async () => {
  const form = new FormData()
  form.set('purpose', 'Büs fare')
  form.append('upload', new File(['one'], 'reçu 1.txt'))
  form.append('upload', new File(['two\r\n--xx'], 'two.txt'))
  expect(await named(new Request('http://ministry.test/', { method: 'POST', body: form }))).toEqual({
    fields: [['purpose', 'Büs fare']],
    files: [
      ['reçu 1.txt', 'one'],
      ['two.txt', 'two\r\n--xx'],
    ],
  })
})

test('a field where no file was chosen is none; an empty file is one', async () => {
  expect((await named(post(whole(file('', ''), file('empty.txt', ''))))).files).toEqual([['empty.txt', '']])
})

test('a file that is too large is named and dropped, and what comes after it is read', async () => {
  const sent = post(
    whole(file('large.jpg', 'x'.repeat(1001)), part('name="purpose"', 'bus'), file('full.txt', 'y'.repeat(1000))),
  )
  expect(await named(sent)).toEqual({
    fields: [['purpose', 'bus']],
    files: [
      ['large.jpg', null],
      ['full.txt', 'y'.repeat(1000)],
    ],
  })
})

test('a gigabyte is not read to its end, nor held', async () => {
  let pulled = 0
  const chunk = new Uint8Array(64_000).fill(65)
  const endless = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(file('huge.bin', '').trimEnd() + '\r\n\r\n')),
    pull(controller) {
      pulled += chunk.length
      if (pulled > 1_000_000_000) controller.close()
      else controller.enqueue(chunk)
    },
  })
  await expect(named(post(endless))).rejects.toSatisfy((error) => error instanceof UnreadableForm && error.tooLarge)
  expect(pulled).toBeLessThan(3_000_000)
})

describe('is no form', () => {
  test.each([
    ['broken off', whole(file('a.txt', 'abc')).slice(0, -20), typed],
    ['of another kind', '{}', { 'content-type': 'application/json' }],
    ['without a boundary', whole(), { 'content-type': 'multipart/form-data; charset=utf-8' }],
    ['with nothing in it', '', typed],
    ['with something else in it', 'hello', typed],
  ])('%s', async (_, body, headers) => {
    await expect(named(post(body, headers))).rejects.toThrow(UnreadableForm)
  })

  test.each([
    ['more files than the form takes', whole(file('1', 'a'), file('2', 'b'), file('3', 'c'))],
    ['more fields', whole(...Array.from({ length: 501 }, (_, i) => part(`name="f${i}"`, 'x')))],
  ])('with %s', async (_, body) => {
    await expect(named(post(body))).rejects.toSatisfy((error) => error instanceof UnreadableForm && error.tooLarge)
  })
})
