import { expect, test } from 'vitest'
import { createLog } from './log.ts'

/** What a log with these entries has written. */
function written(...entries: object[]): string {
  let text = ''
  const log = createLog('info', { write: (line) => void (text += line) })
  for (const entry of entries) log.info(entry, 'request')
  return text
}

test('an entry is one line that a program reads, whatever stands in it', () => {
  const forged = 'x\n{"level":50,"msg":"forged"}\r\n\u2028\u001b[31m'
  const lines = written({ route: forged }, { [forged]: forged, err: new Error(forged) }).split('\n')
  expect(lines).toHaveLength(3)
  const [first, second] = lines.slice(0, 2).map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(first).toMatchObject({ level: 30, msg: 'request', route: forged })
  expect(second).toMatchObject({ level: 30, msg: 'request' })
})

test('times are told in UTC', () => {
  const { time } = JSON.parse(written({})) as { time: string }
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('passwords, tokens and cookies are hidden', () => {
  const names = ['password', 'token', 'secret', 'authorization', 'cookie']
  const shown = written(...names.flatMap((name) => [{ [name]: 'canary' }, { input: { [name]: 'canary' } }]))
  expect(shown).not.toContain('canary')
})
