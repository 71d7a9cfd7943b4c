import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hidden, mask, maskProblem, maskText } from './mask.ts'

const id = '01932f3a-7c1e-7abc-8def-0123456789ab'

describe('what can’t be about a person stays readable', () => {
  test('in data', () => {
    const harmless = {
      mailId: id,
      count: 3,
      again: true,
      state: 'kept',
      sentAt: '2026-11-22T09:00:00.000Z',
      none: null,
    }
    expect(mask({ rows: [harmless] })).toEqual({ rows: [harmless] })
    expect(mask({ code: 'imports.step.not-now', ts: 1_795_000_000_000 })).toEqual({
      code: 'imports.step.not-now',
      ts: 1_795_000_000_000,
    })
  })

  test.each([
    'no route to host',
    'connect ECONNREFUSED',
    'Rule broken: imports.row.fields-not-yours.',
    'permission denied for table outgoing_mail',
    `OutgoingMail ${id} not found`,
    'The step took more than 120000 ms',
    'Unavailable: mail.away.',
  ])('in sentences: %s', (text) => expect(maskText(text)).toBe(text))

  test('in errors', () => {
    const stack = `Error: x\n    at deliver (/srv/app/messaging/deliver.ts:31:7)\n    at file:///srv/run.js:9:1\n    at Anna Bär (x)`
    expect(maskProblem({ name: 'TypeError', message: 'no such row', stack })).toEqual({
      name: 'TypeError',
      message: 'no such row',
      where: ['deliver.ts:31', 'run.js:9'],
    })
    const rule = { message: JSON.stringify({ code: 'imports.step.not-now', values: { name: 'Anna' } }) }
    expect(maskProblem(rule).message).toBe('imports.step.not-now')
    expect(maskProblem(null)).toEqual({ name: 'Error', message: '', where: [] })
  })
})

test.each([
  ['Mail to anna.baer@example.org bounced', `Mail to ${hidden} bounced`],
  ['Anna Bär has no address', `${hidden} has no address`],
  ['see https://x.test/reset-password/Qm9yZWQ now', `see ${hidden} now`],
  ['duplicate key "anna" (email)=(a@b.c)', `duplicate key "${hidden}" (${hidden})=(${hidden})`],
  ['call +254 710 000 001 back', `call ${hidden} back`],
  [`mail:${id} of Peter Ng’ang’a Mwangi`, `mail:${id} of ${hidden}`],
  ['token eyJhbGciOiJFZERTQSJ9abcdefgh', `token ${hidden}`],
  ['王小明 is inactive', `${hidden} is inactive`],
])('hides in %s', (text, shown) => expect(maskText(text)).toBe(shown))

test.each([
  { name: 'anna' },
  { birthDate: '2001-02-03T00:00:00Z' },
  { birthYear: 2001 },
  { phone: 710000001 },
  { token: id },
  { n: 254710000001 },
  { postalCode: 1234 },
  { comment: 'kept' },
  { 'anna@example.org': 1 },
  { 'Anna Bär': { secret: id } },
])('hides in %o', (value) => expect(JSON.stringify(mask(value))).toContain(hidden))

const personal = story.everybody.flatMap(({ name, preferredName, emails, phones }) => [
  name,
  ...(preferredName ? [preferredName] : []),
  ...(emails ?? []),
  ...(phones ?? []),
])
const words = personal
  .flatMap((value) => value.split(/[\s@.]+/))
  .filter((part) => /^\p{Lu}[\p{L}\p{M}’'-]{2,}$/u.test(part))
const never = new Set([...personal, ...words])
const told = fc.constantFrom(...personal)
const sentence = fc
  .tuple(
    fc.constantFrom('', 'could not send to ', 'failed: ', 'for "', '(', 'user ', `${id} `),
    told,
    fc.constantFrom('', ' bounced', '"', ')', ', twice', `: ${id}`),
  )
  .map((parts) => parts.join(''))
const tells = fc.oneof(told, sentence)
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    tells,
    fc.constantFrom(newId(), 3, true, null, 'queued'),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('name', 'status', 'code', 'data', 'to', 'state'), told), tie('tree'), {
      maxKeys: 4,
    }),
  ),
}))
const leaked = (shown: unknown) => {
  const text = JSON.stringify(shown)
  return [...never].filter((value) => text.includes(value))
}

test('no name, address or number of anybody in the demo comes through, whatever holds it', () => {
  expect(personal.length).toBeGreaterThan(100)
  fc.assert(
    fc.property(tree, (value) => {
      expect(leaked(mask(value))).toEqual([])
    }),
    { numRuns: 300 },
  )
  fc.assert(
    fc.property(tells, tells, (message, more) => {
      const stack = `Error: ${message}\n${more}\n    at ${more} (/home/${more}/x.ts:1:1)`
      expect(leaked(maskProblem({ name: more, message, stack }))).toEqual([])
      expect(leaked(maskText(`${message} ${more}`))).toEqual([])
    }),
    { numRuns: 500 },
  )
})
