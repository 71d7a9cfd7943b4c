import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import messages from '../../../kernel/messages/en/monitoring.json' with { type: 'json' }
import { hidden, mask, maskName, maskProblem, maskText, telltalesOf } from './mask.ts'
import { problemKinds } from './monitoring.schema.ts'

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
      kind: 'defect',
      name: 'TypeError',
      code: null,
      message: 'no such row',
      where: ['deliver.ts:31', 'run.js:9'],
    })
    const rule = { message: JSON.stringify({ code: 'imports.step.not-now', values: { name: 'Anna' } }) }
    expect(maskProblem(rule).message).toBe('imports.step.not-now')
    expect(maskProblem(null)).toEqual({ kind: 'other', name: 'Error', code: null, message: '', where: [] })
  })
})

test.each([
  ['Mail to anna.baer@example.org bounced', `Mail to ${hidden} bounced`],
  ['Anna Bär has no address', `${hidden} has no address`],
  ['see https://x.test/reset-password/Qm9yZWQ now', `see ${hidden} now`],
  ['duplicate key "anna" (email)=(a@b.c)', `duplicate key "${hidden}" (${hidden})=(${hidden})`],
  ['no row in "outgoing_mail" for "anna_baer"', `no row in "outgoing_mail" for "${hidden}"`],
  ['call +254 710 000 001 back', `call ${hidden} back`],
  [`mail:${id} of Peter Ng’ang’a Mwangi`, `mail:${id} of ${hidden}`],
  ['token eyJhbGciOiJFZERTQSJ9abcdefgh', `token ${hidden}`],
  ['王小明 is inactive', `${hidden} is inactive`],
  ['could not write to anna baer again', `could not write to ${hidden} again`],
  ['will of grace may mark hope', `${hidden} of ${hidden}`],
  ['person anna_baer not found', `person ${hidden} not found`],
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

test.each([
  ['deliver-0', 'deliver-0'],
  ['quiet-hours-12', 'quiet-hours-12'],
  ['look up', 'look up'],
  ['2026-nairobi', '2026-nairobi'],
  [`tell ${id}`, `tell ${id}`],
  ['write to minh', `write to ${hidden}`],
  ['write-to-minh', hidden],
  ['write to Anna Bär', `write to ${hidden}`],
  ['note for prays', `note for ${hidden}`],
  ['call 0710000001', `call ${hidden}`],
])('of a step’s name %s, %s is shown: what its run’s data don’t say', (name, shown) => {
  const telltales = telltalesOf({ to: 'Minh Tran', list: [{ note: 'prays daily' }], mailId: id, count: 12 })
  expect(maskName(name, telltales)).toBe(shown)
})

test('what an error says is hidden where the data of its run say it too, be it a word of the machine', () => {
  const telltales = telltalesOf({ subject: 'Open Table' }, { rows: ['state'] })
  expect(maskText('could not open the table', telltales)).toBe(`could not ${hidden} the ${hidden}`)
})

test.each([
  [{ name: 'Unavailable', message: 'Unavailable: mail.away.' }, 'provider-away', 'mail.away'],
  [{ name: 'Unavailable', message: 'Unavailable: mail.token.' }, 'provider-refuses', 'mail.token'],
  [{ name: 'LimitReached', message: 'Limit reached: mail.too-many.' }, 'too-many', 'mail.too-many'],
  [{ name: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:5432' }, 'network', 'ECONNREFUSED'],
  [{ name: 'Error', message: 'relation "outgoing_mail" does not exist' }, 'database', null],
  [{ name: 'Error', message: 'The step took more than 120000 ms' }, 'timeout', null],
  [
    { name: 'RuleBroken', message: 'Rule broken: messaging.save-template.unknown-field.' },
    'rule',
    'messaging.save-template.unknown-field',
  ],
  [{ name: 'LimitReached', message: 'The step "wait" sleeps for more than a year.' }, 'limit', null],
  [{ name: 'UnstorableAnswer', message: "What the function answered can't be kept: x" }, 'unstorable', null],
  [{ name: 'CrashLimitReached', message: 'The process ended eight times.' }, 'crashes', null],
  [{ name: 'FunctionMissing', message: 'No function of that name.' }, 'function-missing', null],
  [{ name: 'CallTimeout', message: 'A step did not end within 7200 seconds.' }, 'timeout', null],
  [{ name: 'Anna', message: 'hello' }, 'other', null],
])('%o is a failure of kind %s', (error, kind, code) => {
  expect(maskProblem(error)).toMatchObject({ kind, code, name: error.name === 'Anna' ? 'Error' : error.name })
})

test.each(problemKinds)('%s has a sentence', (kind) => {
  expect(messages).toHaveProperty(`monitoring_problem_${kind.replaceAll('-', '_')}`)
})

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

test('nor does anybody’s name in small letters, in an error or in the name of a step that was made of it', () => {
  const names = story.everybody
    .flatMap(({ name }) => name.toLowerCase().split(/[^\p{L}\p{M}’']+/u))
    .filter((name) => name.length > 3)
  const frame = fc.constantFrom('could not send to ', 'no row for ', 'failed: ', 'deliver-', '')
  fc.assert(
    fc.property(
      frame,
      fc.constantFrom(...names),
      fc.constantFrom('', ' again', '-2', ' of 12'),
      (before, name, after) => {
        const text = before + name + after
        expect(maskText(text)).not.toMatch(new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, 'u'))
        expect(maskName(text, telltalesOf({ name: name.toUpperCase() }))).not.toContain(name)
      },
    ),
    { numRuns: 500 },
  )
})
