import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readReport } from './postmark-report.ts'
import { fateOf, stopsOf, type Report } from './reports.rules.ts'
import { bounced, complained, delivered, opened, subscription } from './testing/postmark-fixtures.ts'

const mail = {
  mailId: '0197a000-0000-7000-8000-000000000001',
  providerId: 'b7bc2f4a-e38e-4336-af7d-e6c392c2f817',
  to: 'Zoe@Example.org',
}
const read = (fixture: object) => readReport(JSON.stringify(fixture))!
const report = (fixture: object): Report => ({ ...read(fixture), at: read(fixture).at! })
const at = (day: number, hour = 9) => `2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`

describe('reading', () => {
  const about = { providerId: mail.providerId, mailId: mail.mailId, recipient: 'zoe@example.org' }
  test.each([
    ['a delivery', delivered(mail), { type: 'delivery', ...about, at: new Date('2026-11-16T09:01:00.907Z') }],
    ['an opening', opened(mail), { type: 'open', ...about }],
    ['a bounce', bounced(mail), { type: 'bounce', ...about, detail: { bounce: 'HardBounce', inactive: true } }],
    ['a complaint', complained(mail), { type: 'complaint', ...about }],
    [
      'a stop',
      subscription(mail, true, at(16), 'SpamComplaint'),
      { type: 'subscription', ...about, detail: { suppress: true, reason: 'SpamComplaint' } },
    ],
    [
      'a reactivation',
      subscription(mail, false, at(17)),
      { type: 'subscription', providerId: null, mailId: null, detail: { suppress: false } },
    ],
    ['a click', { RecordType: 'Click', MessageID: 'x', Recipient: 'a@example.org' }, { type: 'other' }],
  ])('%s', (_, fixture, expected) => expect(read(fixture)).toMatchObject(expected))
  test('each event has a key of its own, the same each time', () => {
    const all = [
      delivered(mail),
      opened(mail),
      bounced(mail),
      bounced(mail, 'SoftBounce'),
      complained(mail),
      subscription(mail, true, at(16)),
      subscription(mail, false, at(16)),
    ]
    expect(new Set(all.map((fixture) => read(fixture).key)).size).toBe(all.length)
    expect(read({ ...delivered(mail) }).key).toBe(read(delivered(mail)).key)
  })
  test.each([
    '',
    'not json',
    '[]',
    'null',
    '{"RecordType":"Bounce"}',
    '{"RecordType":"Delivery","DeliveredAt":"yesterday"}',
  ])('what is %j can’t be', (body) => expect(readReport(body)).toBeNull())
  test('never throws', () => fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (body) => void readReport(body))))
})

describe('the fate of a mail', () => {
  const soft = bounced(mail, 'SoftBounce')
  test.each([
    ['sent', null, []],
    ['delivered', null, [delivered(mail)]],
    ['opened', null, [delivered(mail), opened(mail)]],
    ['opened', null, [opened(mail)]],
    ['bounced', 'soft-bounce', [soft]],
    ['delivered', null, [soft, delivered(mail)]],
    ['bounced', 'hard-bounce', [delivered(mail), bounced(mail)]],
    ['complained', 'complaint', [delivered(mail), opened(mail), bounced(mail), complained(mail)]],
    ['sent', null, [bounced(mail, 'AutoResponder')]],
    ['bounced', 'hard-bounce', [bounced(mail, 'Blocked', at(16), true)]],
  ] as const)('is %s (%s)', (state, problem, fixtures) => {
    expect(fateOf(fixtures.map(report))).toMatchObject({ state, problem })
  })
  test('has the first time of each', () => {
    const fate = fateOf([opened(mail, at(18)), opened(mail, at(17)), delivered(mail, at(16))].map(report))
    expect(fate).toMatchObject({ deliveredAt: new Date(at(16)), openedAt: new Date(at(17)), bouncedAt: null })
  })
})

describe('an address', () => {
  const stops = (...fixtures: object[]) => Object.fromEntries(stopsOf(fixtures.map(report)))
  const softs = (...days: number[]) => days.map((day) => bounced(mail, 'SoftBounce', at(day)))
  test.each([
    [
      'a hard bounce',
      [bounced(mail, 'HardBounce', at(16))],
      { 'hard-bounce': { since: new Date(at(16)), liftedAt: null } },
    ],
    ['a complaint', [complained(mail, at(16))], { complaint: { since: new Date(at(16)), liftedAt: null } }],
    ['three soft bounces', softs(1, 2, 3), { 'soft-bounces': { since: new Date(at(3)), liftedAt: null } }],
    ['the provider', [subscription(mail, true, at(16))], { provider: { since: new Date(at(16)), liftedAt: null } }],
  ])('is stopped by %s', (_, fixtures, expected) => expect(stops(...fixtures)).toEqual(expected))
  test.each([
    ['two soft bounces', softs(1, 2)],
    ['three soft bounces with a delivery between', [...softs(1, 2, 4), delivered(mail, at(3))]],
    ['an answer from a machine', [bounced(mail, 'AutoResponder')]],
    ['deliveries', [delivered(mail)]],
  ])('is not stopped by %s', (_, fixtures) => expect(stops(...fixtures)).toEqual({}))
  test('is reached again after a reactivation, until the next bounce', () => {
    const [first, again, second] = [
      bounced(mail, 'HardBounce', at(1)),
      subscription(mail, false, at(2)),
      bounced(mail, 'HardBounce', at(3)),
    ]
    expect(stops(first, again)).toEqual({ 'hard-bounce': { since: new Date(at(1)), liftedAt: new Date(at(2)) } })
    expect(stops(second, again, first)).toEqual({ 'hard-bounce': { since: new Date(at(3)), liftedAt: null } })
  })
})

test('the order in which reports come makes no difference', () => {
  const day = fc.integer({ min: 1, max: 28 })
  const one = fc.oneof(
    day.map((d) => delivered(mail, at(d))),
    day.map((d) => opened(mail, at(d))),
    fc
      .tuple(day, fc.constantFrom('HardBounce', 'SoftBounce', 'Transient', 'AutoResponder'))
      .map(([d, type]) => bounced(mail, type, at(d))),
    day.map((d) => complained(mail, at(d))),
    fc.tuple(day, fc.boolean()).map(([d, suppress]) => subscription(mail, suppress, at(d))),
  )
  const shuffled = fc.array(one, { maxLength: 12 }).chain((all) => {
    const unique = [...new Map(all.map((fixture) => [read(fixture).key, report(fixture)])).values()]
    return fc.tuple(
      fc.constant(unique),
      fc.shuffledSubarray(unique, { minLength: unique.length, maxLength: unique.length }),
    )
  })
  fc.assert(
    fc.property(shuffled, ([inOrder, other]) => {
      expect(fateOf(other)).toEqual(fateOf(inOrder))
      expect(stopsOf(other)).toEqual(stopsOf(inOrder))
    }),
    { numRuns: 300 },
  )
})
