import { isHttpError } from '@sveltejs/kit'
import { expect, test } from 'vitest'
import { answer } from '#lib/answer.server.ts'
import { upload } from '#lib/imports/upload.server.ts'
import { personAnswer } from '#lib/people/person-answer.server.ts'
import { POST } from '../../routes/settings/theme/+server.ts'

const url = new URL('https://ministry.test/')
const posted = (type: string, body: BodyInit) =>
  // The browser's types don't know `duplex`, without which no stream is taken.
  new Request(url, { method: 'POST', headers: { 'content-type': type }, body, duplex: 'half' } as RequestInit)
/** A body that ends in an error on the way. */
const ending = (error: Error) => new ReadableStream({ pull: (controller) => controller.error(error) })
const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
const tooLarge = Object.assign(new Error('too large'), { status: 413 })

const never = () => Promise.reject(new Error('reached the act'))
const doors = {
  answer: (request: Request) => answer({ request, url }, never),
  personAnswer: (request: Request) => personAnswer({ request }, 'create', never),
  upload: (request: Request) => upload({ request, params: { node: '' }, locals: { requestId: 'request' } } as never),
  theme: async (request: Request) => POST({ request, url } as never),
}
const thrownBy = (act: Promise<unknown>) => act.catch((thrown: unknown) => thrown)

test.each(Object.entries(doors))(
  '%s refuses what is no form, and what breaks off, as the sender’s',
  async (_, door) => {
    for (const request of [
      posted('application/json', '{}'),
      posted('multipart/form-data; boundary=x', 'garbage'),
      posted('multipart/form-data', '--x'),
      posted('multipart/form-data; boundary=x', ending(reset)),
    ]) {
      const thrown = await thrownBy(door(request))
      expect(isHttpError(thrown, 400), String(thrown)).toBe(true)
    }
  },
)

test.each(Object.entries(doors))('%s leaves a refusal of the server’s own as it is', async (_, door) => {
  const thrown = await thrownBy(door(posted('multipart/form-data; boundary=x', ending(tooLarge))))
  // What goes to disk as it arrives says so in words; the status is the same.
  expect(thrown === tooLarge || isHttpError(thrown, 413)).toBe(true)
})
