import type { RequestEvent } from '@sveltejs/kit'
import { expect, test } from 'vitest'
import { upload } from './upload.server.ts'

interface Sent {
  nodeId: string
  kind: string
  fileName: string
  content: string | AsyncIterable<Uint8Array>
}
/** What the action gives to the import, and how it ends. */
async function send(body: BodyInit, headers: Record<string, string> = {}) {
  const taken: { name: string; kind: string; text: string }[] = []
  const take = async ({ kind, fileName, content }: Sent) => {
    const pieces: Uint8Array[] = []
    if (typeof content !== 'string') for await (const piece of content) pieces.push(piece)
    const text = typeof content === 'string' ? content : Buffer.concat(pieces).toString()
    taken.push({ name: fileName, kind, text })
    return { id: 'import' }
  }
  const event = {
    request: new Request('http://ministry.test/', { method: 'POST', body, headers }),
    locals: { api: { imports: { upload: take } }, requestId: 'request' },
    params: { node: 'node' },
  } as unknown as RequestEvent<{ node: string }>
  const ending = await upload(event).catch((thrown: { status: number; location?: string }) => thrown)
  return { taken, status: ending.status, location: 'location' in ending ? ending.location : undefined }
}
const form = (fields: Record<string, string | File>) => {
  const made = new FormData()
  for (const [name, value] of Object.entries(fields)) made.set(name, value)
  return made
}

test('a file goes to the import as it came, and leads to its columns', async () => {
  const text = `Name\n${'Zoë Ünal\n'.repeat(200_000)}`
  const sent = await send(form({ kind: 'groups', text: '', file: new File([text], 'liste é.csv') }))
  expect(sent).toMatchObject({ status: 303, location: '/node/imports/import' })
  expect(sent.taken).toEqual([{ name: 'liste é.csv', kind: 'groups', text }])
})

test('pasted rows go without a file, long ones too; a plain form does as well', async () => {
  const text = `Name\n${'Some Body\n'.repeat(300_000)}`.trim()
  const pasted = await send(form({ kind: 'people', text, file: new File([], '') }))
  expect(pasted.status).toBe(303)
  expect(pasted.taken[0]!.text.replaceAll('\r\n', '\n')).toBe(text)
  expect((await send(new URLSearchParams({ kind: 'people', text: 'Name\nA' }))).taken).toMatchObject([
    { text: 'Name\nA' },
  ])
})

test('nothing given is said; a form that breaks off is the sender’s mistake', async () => {
  expect((await send(form({ kind: 'people', text: '' }))).status).toBe(400)
  const broken = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nhalf'
  expect((await send(broken, { 'content-type': 'multipart/form-data; boundary=x' })).status).toBe(400)
})
