import { isRedirect } from '@sveltejs/kit'
import { expect, test, vi } from 'vitest'
import { actions } from './+page.server.ts'

/** A browser that signs in, with or without a session of before. */
function signingIn(origin: string, kept: Record<string, string>) {
  const url = new URL('/sign-in', origin)
  const signIn = vi.fn(() => Promise.resolve({ step: 'signed-in', token: 'new', endsAt: new Date('2027-01-01') }))
  const set = vi.fn()
  const event = {
    url,
    request: new Request(url, { method: 'POST', body: new URLSearchParams({ login: 'faith', password: 'secret' }) }),
    cookies: { get: (name: string) => kept[name], set },
    locals: { api: { accounts: { signIn } } },
  }
  return { signIn, set, done: Promise.resolve(actions['password']!(event as never)).catch((thrown: unknown) => thrown) }
}

test.each([
  ['https://ministry.test', '__Host-session'],
  ['http://localhost:4000', 'session'],
])('at %s the session that the browser brings along is handed over to be ended', async (origin, cookie) => {
  const { signIn, set, done } = signingIn(origin, { [cookie]: 'old' })
  expect(isRedirect(await done)).toBe(true)
  expect(signIn).toHaveBeenCalledWith(expect.objectContaining({ login: 'faith', password: 'secret', replaces: 'old' }))
  expect(set).toHaveBeenCalledWith(cookie, 'new', expect.objectContaining({ httpOnly: true, path: '/' }))
})

test('without one there is nothing to end', async () => {
  const { signIn, done } = signingIn('https://ministry.test', {})
  await done
  expect(signIn).toHaveBeenCalledWith(expect.objectContaining({ login: 'faith', replaces: undefined }))
})

test('a right password alone opens no session where a second factor is asked for', async () => {
  const { signIn, set, done } = signingIn('https://ministry.test', {})
  signIn.mockResolvedValue({ step: 'second-factor', token: 'half', endsAt: new Date('2027-01-01') })
  expect(await done).toMatchObject({ location: '/sign-in/code?next=%2F' })
  const kept = set.mock.calls.map(([name]) => name as string)
  expect(kept).toContain('__Host-step')
  expect(kept).not.toContain('__Host-session')
})
