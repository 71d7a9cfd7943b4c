/** The cookies that this product sets: whose they are, and how far they go. Source: ASVS 3.3. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { cookieName } from './cookie-name.ts'
import { tell } from './notice.server.ts'
import { deviceToken, setSession, setStep } from './server/session.ts'

const source = join(import.meta.dirname, '..')
const [https, http] = ['https://ministry.test/', 'http://127.0.0.1:4300/'].map((address) => new URL(address))

test('a name is tied to this host wherever there is https', () => {
  expect(cookieName(https!, 'session')).toBe('__Host-session')
  expect(cookieName(http!, 'session')).toBe('session')
})

test('each stays with https and this host, comes from no other site by a form, and no script reads it', () => {
  const set = vi.fn<(name: string, value: string, options: object) => void>()
  const browser = { cookies: { set, get: () => undefined } as never, url: https! }
  const until = new Date('2027-01-01')
  setSession(browser, 'token', until)
  setStep(browser, 'token', until)
  deviceToken(browser)
  tell(browser, { text: 'done' })
  expect(set.mock.calls.map(([name]) => name)).toEqual(
    ['session', 'step', 'device', 'notice'].map((name) => `__Host-${name}`),
  )
  for (const [, , options] of set.mock.calls) {
    expect(options).toMatchObject({ path: '/', httpOnly: true, sameSite: 'lax', secure: true })
    expect(options).not.toHaveProperty('domain')
  }
})

test('no cookie is set or read by a name of its own making', () => {
  const files = globSync('**/*.{ts,svelte}', { cwd: source }).filter((file) => !file.endsWith('.test.ts'))
  const texts = files.map((file) => readFileSync(join(source, file), 'utf8'))
  const touched = texts.flatMap((text) =>
    [...text.matchAll(/cookies\.(?:get|set|delete)\(\s*(\S+)/g)].map(([, first]) => first!),
  )
  expect(touched.length).toBeGreaterThan(8)
  expect(touched.filter((first) => !/^(cookieName\(|$)/.test(first) && first !== 'untrack(()')).toEqual([])
  const byScript = texts.flatMap((text) => [...text.matchAll(/document\.cookie = `(\S+)/g)].map(([, first]) => first!))
  expect(byScript).toEqual([expect.stringMatching(/^\$\{cookieName\(/)])
})
