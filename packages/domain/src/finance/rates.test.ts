import { story } from '@ministry/seed'
import { beforeEach, expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { rates } from './rates.ts'
import { setRate } from './set-rate.ts'

const { services, owner, as, clock } = await createWorld()
const { nodes, people } = story
beforeEach(() => owner.query('truncate exchange_rate, audit_entry'))
const nodeId = nodes.lighthouse.id
const usd = { nodeId, currency: 'USD', day: story.day, rate: '129.5' }

test.each(['finance-director', 'national-administrator', 'national-director'] as const)(
  'a %s enters a rate, and everybody in the movement reads it',
  async (role) => {
    const who = await as(role)
    await setRate.call(services, who, { ...usd, day: '2026-11-01', rate: '128' })
    const { id } = await setRate.call(services, who, usd)
    const seen = await rates.call(services, await as('small-group-member'), { nodeId: nodes.mustardSeed.id })
    expect(seen).toMatchObject({
      ...{ currency: 'KES', today: story.day, mayEnter: false, movement: { id: nodeId } },
      rates: [
        { id, currency: 'USD', rate: '129.5', day: story.day, holds: true },
        { rate: '128', holds: false },
      ],
    })
    expect((await rates.call(services, who, { nodeId })).mayEnter).toBe(true)
    const { rows } = await owner.query(`select action, subject_id from audit_entry where subject_id = $1`, [id])
    expect(rows).toEqual([{ action: 'finance.set-rate', subject_id: id }])
  },
)

test.each([
  'regional-director',
  'campus-leader',
  'campus-administrator',
  'training-coordinator',
  'cell-leader',
] as const)('a %s doesn’t', async (role) => {
  await expect(setRate.call(services, await as(role), usd)).rejects.toMatchObject({ kind: 'NotAllowed' })
  expect((await owner.query('select from exchange_rate')).rowCount).toBe(0)
})

test.each([
  ['its own currency', { currency: 'KES' }, 'RuleBroken', 'finance.set-rate.own-currency'],
  ['a day to come', { day: '2027-01-01' }, 'RuleBroken', 'finance.set-rate.day-to-come'],
  ['a rate of nothing', { rate: '0.000' }, 'InvalidInput', undefined],
  ['a rate that is no number', { rate: '12,5' }, 'InvalidInput', undefined],
  ['a currency that isn’t one', { currency: 'ABC' }, 'InvalidInput', undefined],
  ['another movement', { nodeId: nodes.harvest.id }, 'NotFound', undefined],
])('%s is refused', async (_what, changes, kind, code) => {
  const wrong = setRate.call(services, await as('finance-director'), { ...usd, ...changes })
  await expect(wrong).rejects.toMatchObject({ kind, ...(code && { code }) })
})

test('the database lets nobody else write one, nor change one', async () => {
  await setRate.call(services, await as('finance-director'), usd)
  const run = (scope: Record<string, string[]>, text: string) =>
    services.db.transaction({ scope, personId: people.ruth.id }, {}, (tx) => tx.client.query(text))
  const insert = `insert into exchange_rate (id, node_id, from_currency, to_currency, day, rate, entered_by, entered_at)
                  values (gen_random_uuid(), '${nodeId}', 'USD', 'KES', '2026-11-01', 1, '${people.ruth.id}', now())`
  await expect(run({ 'LedgerEntry.write': [nodes.kilima.id] }, insert)).rejects.toThrow(/row-level security/)
  await expect(run({ 'LedgerEntry.write': [nodeId] }, 'update exchange_rate set rate = 1')).rejects.toThrow(
    /permission/,
  )
  const other = await services.db.transaction({ scope: { 'OrgNode.read': [nodes.harvest.id] } }, {}, (tx) =>
    tx.prisma.exchangeRate.count(),
  )
  expect(other).toBe(0)
})

test('far from the rate before, it counts when a second person enters the same', async () => {
  const peter = await as('finance-director')
  const enter = (who: typeof peter, rate: string, day: string = story.day) => {
    clock.set(new Date(clock.now().getTime() + 1000))
    return setRate.call(services, who, { ...usd, rate, day })
  }
  const holding = async () => (await rates.call(services, peter, { nodeId })).rates.find(({ holds }) => holds)!.rate
  expect(await enter(peter, '100', '2026-11-01')).toMatchObject({ counts: true })
  clock.set(new Date(clock.now().getTime() + 2 * 86_400_000))
  expect(await enter(peter, '120')).toMatchObject({ counts: true })
  // Not in small steps either: what one has entered today is no measure.
  expect(await enter(peter, '150')).toMatchObject({ counts: false })
  expect(await enter(peter, '150')).toMatchObject({ counts: false })
  expect(await holding()).toBe('120')
  // A second account of the same person is no second person.
  const samuel = await as('national-administrator')
  await owner.query('update person set emails = $1 where id = any ($2)', [
    ['one@example.org'],
    [people.peter.id, people.samuel.id],
  ])
  expect(await enter(samuel, '150')).toMatchObject({ counts: false })
  await owner.query(`update person set emails = '{}' where id = $1`, [people.samuel.id])
  expect(await enter(samuel, '150')).toMatchObject({ counts: true })
  expect(await holding()).toBe('150')
  const { rows } = await owner.query(`select after ->> 'counts' as counts from audit_entry order by at, id`)
  expect(rows).toHaveLength(6)
})
