/** Whom an expense is asked of, and its whole way with the engine. Source: APR-4, APR-6, APR-7. */
import { newId } from '@ministry/kernel/id'
import { readAmount } from '@ministry/kernel/money'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import { createRequestWorld } from '../test-requests.ts'
import { expenseKind } from './expense.kind.ts'
import { expenses } from './expenses.ts'
import { setRate } from './set-rate.ts'

const { services, owner, as, ask, answer, see, way, preview } = await createRequestWorld(expenseKind)
const { nodes, people } = story
beforeEach(() =>
  owner.query('truncate expense, exchange_rate, approval_case, audit_entry, outbox_event, notification cascade'),
)
const [kwame, minh, ruth, peter] = [
  await as('cell-leader'),
  await as('small-group-member'),
  await as('campus-leader'),
  await as('finance-director'),
]
const seed = nodes.mustardSeed.id
const payload = (typed: string, currency = 'KES') => {
  const read = readAmount(typed, currency)
  if ('code' in read) throw new Error(read.code)
  return { id: newId(), amount: { minor: read.minor, currency }, payee: 'Kilima Printers', purpose: 'Song sheets' }
}
const rate = (currency: string, value: string) =>
  setRate.call(services, peter, { nodeId: nodes.lighthouse.id, currency, day: story.day, rate: value })

const small = ['endorse cell-leader', 'decide campus-leader']
const middle = ['endorse campus-leader', 'decide regional-director']
const large = ['endorse regional-director', 'decide national-director']
const largest = ['decide national-director', 'decide finance-director']

describe('the bands', () => {
  test.each([
    ['0.01', small],
    ['100.00', small],
    ['100.01', middle],
    ['100.50', middle],
    ['101', middle],
    ['1000', middle],
    ['1000.01', large],
    ['1000.50', large],
    ['5000.00', large],
    ['5000.01', largest],
  ])('%s', async (typed, seats) => expect(await way(minh, seed, payload(typed))).toEqual(seats))

  test.each(['0', '-50'])('%s goes nowhere, and the check says why', async (typed) => {
    const { checks } = await preview(minh, seed, payload(typed))
    expect(checks.filter(({ passed }) => !passed)).toMatchObject([{ code: 'finance.expense.not-above-zero' }])
    await expect(ask(minh, seed, payload(typed))).rejects.toMatchObject({
      code: 'approvals.submit.check-failed',
      values: { check: 'finance.expense.not-above-zero' },
    })
  })

  test('of other currencies go by the converted amount, exactly at the edge', async () => {
    await rate('JPY', '0.5')
    await rate('KWD', '400')
    expect(await way(minh, seed, payload('200', 'JPY'))).toEqual(small)
    expect(await way(minh, seed, payload('201', 'JPY'))).toEqual(middle)
    expect(await way(minh, seed, payload('2.500', 'KWD'))).toEqual(middle)
    expect(await way(minh, seed, payload('2.501', 'KWD'))).toEqual(large)
    expect((await preview(minh, seed, payload('2.501', 'KWD'))).counted).toEqual({
      amount: { minor: 100_040, currency: 'KES' },
      earlier: { minor: 0, currency: 'KES' },
      rate: '400',
    })
  })

  test('five times 99: from the second on it is no small matter, and the preview says what counts', async () => {
    const ways = []
    const cases = []
    for (let i = 0; i < 5; i++) {
      ways.push((await way(minh, seed, payload('99')))[1])
      cases.push(await ask(minh, seed, payload('99')))
    }
    const [first, second] = await Promise.all(cases.slice(0, 2).map((id) => see(minh, id)))
    expect(first).toMatchObject({ counted: { minor: 9_900, currency: 'KES' }, rule: { over: null, upTo: 10_000 } })
    expect(second).toMatchObject({ counted: { minor: 19_800, currency: 'KES' }, rule: { over: 10_000, upTo: 100_000 } })
    expect(ways).toEqual(['decide campus-leader', ...Array.from({ length: 4 }, () => 'decide regional-director')])
    expect((await preview(minh, seed, payload('99'))).counted).toMatchObject({
      amount: { minor: 59_400 },
      earlier: { minor: 49_500 },
    })
  })

  test('five times 99 at the same instant: one goes to the campus, no more', async () => {
    await Promise.all(Array.from({ length: 5 }, () => ask(minh, seed, payload('99'))))
    const { rows } = await owner.query(`select role from approval_seat where act = 'decide' order by role`)
    expect(rows.map(({ role }) => role)).toEqual([
      'campus-leader',
      ...Array.from({ length: 4 }, () => 'regional-director'),
    ])
  })
})

test('a cell leader’s sixty goes to the campus leader alone, and is posted with the approval', async () => {
  const what = payload('60')
  expect(await way(kwame, seed, what)).toEqual(['decide campus-leader'])
  const id = await ask(kwame, seed, what)
  const state = async () =>
    (await expenses.call(services, kwame, { nodeId: seed })).rows.map(({ state, approvedAt }) => [state, approvedAt])
  expect(await state()).toEqual([['open', null]])
  await answer(ruth, id)
  expect(await state()).toEqual([['approved', expect.any(Date)]])
  const { rows } = await owner.query(`select data from outbox_event where name = 'finance/expense.approved'`)
  expect(rows).toMatchObject([{ data: { expenseId: what.id, caseId: id } }])
  const { rows: audit } = await owner.query(
    `select actor_person_id, actor_kind from audit_entry where noun = 'Expense' and after ? 'approvedAt'`,
  )
  expect(audit).toMatchObject([{ actor_person_id: people.ruth.id, actor_kind: `case:${id}` }])
})

test('what was turned down isn’t posted, and counts no more', async () => {
  const id = await ask(minh, seed, payload('99'))
  await answer(kwame, id, 'reject', 'The campus has some left')
  const { rows } = await expenses.call(services, minh, { nodeId: seed })
  expect(rows).toMatchObject([{ state: 'rejected', approvedAt: null }])
  expect(await way(minh, seed, payload('99'))).toEqual(small)
})
