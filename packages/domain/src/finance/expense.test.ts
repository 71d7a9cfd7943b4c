import { abilityOf, rightsOf, rowScopeOf } from '@ministry/access'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testKind } from '../test-kinds.ts'
import { createWorld } from '../test-world.ts'
import { expenseKind } from './expense.kind.ts'
import { expenses } from './expenses.ts'
import { setRate } from './set-rate.ts'

const { services, owner, clock, as, callerOf } = await createWorld()
const { nodes, people } = story
const start = clock.now()
const { request, decide } = testKind(expenseKind)
beforeEach(async () => {
  clock.set(start)
  await owner.query('truncate expense, exchange_rate, approval_case, audit_entry, outbox_event cascade')
})
const [kwame, minh, ruth, peter] = [
  await as('cell-leader'),
  await as('small-group-member'),
  await as('campus-leader'),
  await as('finance-director'),
]
const seed = nodes.mustardSeed.id
const payload = (minor: number, more: object = {}, currency = 'KES') => ({
  id: newId(),
  amount: { minor, currency },
  payee: 'Kilima Printers Ltd.',
  purpose: 'Song sheets',
  ...more,
})
const ask = (what: ReturnType<typeof payload>, who = kwame, nodeId: string = seed, caseId: string = newId()) =>
  request.call(services, who, { caseId, nodeId, payload: what })
const rows = async () => (await owner.query('select * from expense order by requested_at, id')).rows
const rateOf = (currency: string, rate: string, day: string = story.day) =>
  setRate.call(services, peter, { nodeId: nodes.lighthouse.id, currency, day, rate })
const broken = (code: string) => ({ kind: 'RuleBroken', code: `finance.${code}` })

describe('asking for money', () => {
  test('keeps what was asked, and says what the bands go by', async () => {
    const caseId = newId()
    const what = payload(6000, { fund: 'Printing' })
    expect(await ask(what, kwame, seed, caseId)).toMatchObject({ amount: 6000, facts: {} })
    expect(await rows()).toMatchObject([
      {
        ...{ id: what.id, case_id: caseId, node_id: seed, person_id: people.kwame.id, amount: '6000', currency: 'KES' },
        ...{ base_amount: '6000', base_currency: 'KES', rate_day: null, payee_key: 'klllmaprlnters', fund: 'Printing' },
        ...{ requested_at: start, approved_at: null, scope_ids: [...nodes.mustardSeed.scopeIds] },
      },
    ])
    const { rows: audit } = await owner.query(`select noun, subject_id, after from audit_entry where noun = 'Expense'`)
    expect(audit).toMatchObject([{ subject_id: what.id, after: { caseId, amount: { minor: 6000, currency: 'KES' } } }])
  })

  test.each([0, -5000])('%i is refused in words', async (minor) => {
    await expect(ask(payload(minor))).rejects.toMatchObject(broken('expense.not-above-zero'))
    expect(await rows()).toEqual([])
  })

  test('is for everybody with a role, at the place of the role alone', async () => {
    await ask(payload(100), minh)
    await expect(ask(payload(100), minh, nodes.emmaus.id)).rejects.toMatchObject({ kind: 'NotFound' })
    await expect(ask(payload(100), kwame, nodes.kilima.id)).rejects.toMatchObject({ kind: 'NotAllowed' })
    await ask(payload(100), ruth)
    await expect(ask(payload(100), ruth, nodes.mtoni.id)).rejects.toMatchObject({ kind: 'NotFound' })
    await ask(payload(100), await as('board-member'), nodes.board.id)
    await expect(ask(payload(100), await as('external-contributor'))).rejects.toMatchObject({ kind: 'NotFound' })
  })

  test('an edit changes the same expense and never adds to itself; another case can’t take it', async () => {
    const caseId = newId()
    const what = payload(9_000)
    await ask(what, kwame, seed, caseId)
    const dearer = { ...what, amount: { minor: 9_900, currency: 'KES' } }
    expect((await ask(dearer, kwame, seed, caseId)).amount).toBe(9_900)
    expect(await rows()).toMatchObject([{ amount: '9900', case_id: caseId }])
    await expect(ask(dearer)).rejects.toMatchObject({ kind: 'Conflict', code: 'finance.expense.asked-already' })
    expect((await ask(payload(1))).amount).toBe(9_901)
  })
})

describe('requests of one node to one payee', () => {
  test('add up over thirty days, however the payee is written', async () => {
    await ask(payload(9_900))
    expect((await ask(payload(100, { payee: 'KILIMA printers limited' }), minh)).amount).toBe(10_000)
    expect((await ask(payload(1, { payee: 'Kilima  Printers' }))).amount).toBe(10_001)
    expect((await ask(payload(500, { payee: 'Mtoni Printers' }))).amount).toBe(500)
    clock.set(new Date(start.getTime() + 30 * 86_400_000))
    expect((await ask(payload(7))).amount).toBe(10_008)
    clock.set(new Date(start.getTime() + 30 * 86_400_000 + 1))
    expect((await ask(payload(1))).amount).toBe(8)
  })

  test('don’t where they were refused, withdrawn or sent back, nor with those of other places', async () => {
    for (const state of ['rejected', 'withdrawn', 'sent_back']) {
      const caseId = newId()
      await ask(payload(5000), kwame, seed, caseId)
      const ended = state === 'sent_back' ? null : start
      await owner.query('update approval_case set state = $1, ended_at = $2 where id = $3', [state, ended, caseId])
    }
    await ask(payload(300), ruth, nodes.kilima.id)
    expect((await ask(payload(1))).amount).toBe(1)
  })

  test('five times 99 in an hour: the second goes past 100', async () => {
    const amounts = []
    for (let i = 0; i < 5; i++) {
      clock.set(new Date(start.getTime() + i * 12 * 60_000))
      amounts.push((await ask(payload(9_900))).amount)
    }
    expect(amounts).toEqual([9_900, 19_800, 29_700, 39_600, 49_500])
  })

  test('five at the same instant: each sees those before it', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, (_, i) => ask(payload(9_900), i % 2 ? minh : kwame)))
    expect(all.map(({ amount }) => amount!).toSorted((a, b) => a - b)).toEqual([9_900, 19_800, 29_700, 39_600, 49_500])
  })

  test('the sum is told to nobody who can’t ask there', async () => {
    const theirs = { scope: { 'Expense.read': [seed] }, personId: people.minh.id }
    const sum = services.db.transaction(theirs, {}, (tx) =>
      tx.client.query(`select app.asked_since($1, 'x', now(), $1)`, [seed]),
    )
    await expect(sum).rejects.toThrow(/may ask here/)
  })
})

describe('another currency', () => {
  test('goes by the newest rate at or before the day, which stays with the request', async () => {
    await rateOf('USD', '130', '2026-10-01')
    await rateOf('USD', '128.75', '2026-11-10')
    clock.set(new Date(start.getTime() + 1000))
    await rateOf('USD', '129.50', '2026-11-10')
    await rateOf('KWD', '421.25')
    await rateOf('JPY', '0.86')
    expect((await ask(payload(10_050, {}, 'USD'))).amount).toBe(1_301_475)
    expect((await ask(payload(100_505, { payee: 'K' }, 'KWD'))).amount).toBe(4_233_773)
    expect((await ask(payload(101, { payee: 'J' }, 'JPY'))).amount).toBe(8_686)
    await rateOf('USD', '200')
    expect((await rows()).filter(({ currency }) => currency === 'USD')).toMatchObject([
      { amount: '10050', base_amount: '1301475', rate: '129.500000000000' },
    ])
  })

  test('without a rate it says whom to ask', async () => {
    await expect(ask(payload(100, {}, 'USD'))).rejects.toMatchObject({
      ...broken('expense.rate-missing'),
      values: { from: 'USD', to: 'KES' },
    })
  })
})

describe('an approved request', () => {
  const approve = (caseId: string, what: object) =>
    decide.call(services, ruth, { caseId, nodeId: seed, payload: what, requesterId: people.kwame.id })

  test('is posted as approved for payment, once', async () => {
    const [caseId, what] = [newId(), payload(6000)]
    await ask(what, kwame, seed, caseId)
    clock.set(new Date(start.getTime() + 60_000))
    const tries = await Promise.allSettled([approve(caseId, what), approve(caseId, what), approve(caseId, what)])
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject(broken('expense.not-as-asked'))
    expect(await rows()).toMatchObject([{ approved_at: clock.now() }])
    const { rows: news } = await owner.query(`select name, data from outbox_event where name like 'finance/%'`)
    expect(news).toMatchObject([
      { name: 'finance/expense.approved', data: { expenseId: what.id, caseId, nodeId: seed, amount: { minor: 6000 } } },
    ])
  })

  test('is what was signed, or it isn’t posted', async () => {
    const [caseId, what] = [newId(), payload(6000)]
    await ask(what, kwame, seed, caseId)
    await owner.query('update expense set amount = 9000')
    await expect(approve(caseId, what)).rejects.toMatchObject(broken('expense.not-as-asked'))
  })
})

describe('the list', () => {
  const list = async (who: typeof kwame, nodeId: string, more: object = {}) =>
    (await expenses.call(services, who, { nodeId, ...more })).rows.map(({ purpose }) => purpose)
  beforeEach(async () => {
    await ask(payload(100, { purpose: 'By Minh' }), minh)
    clock.set(new Date(start.getTime() + 1000))
    await ask(payload(200, { purpose: 'By Kwame' }), kwame)
    clock.set(new Date(start.getTime() + 2000))
    await ask(payload(300, { purpose: 'By Ruth' }), ruth, nodes.kilima.id)
  })

  test('shows full finance all below, group only the group’s, members their own, others nothing', async () => {
    expect(await list(ruth, nodes.kilima.id)).toEqual(['By Ruth', 'By Kwame', 'By Minh'])
    expect(await list(peter, nodes.lighthouse.id)).toEqual(['By Ruth', 'By Kwame', 'By Minh'])
    expect(await list(ruth, nodes.kilima.id, { mine: true })).toEqual(['By Ruth'])
    expect(await list(kwame, seed)).toEqual(['By Kwame', 'By Minh'])
    expect(await list(minh, seed)).toEqual(['By Minh'])
    const lucia = await callerOf(story.furtherAccounts.siblingCampusAdministrator.accountId)
    await expect(list(lucia, nodes.kilima.id)).rejects.toMatchObject({ kind: 'NotFound' })
    expect(await list(await as('campus-administrator'), nodes.kilima.id)).toEqual([])
  })

  test('names who asked, also to a Finance Director who sees no people; and goes in pages', async () => {
    const first = await expenses.call(services, peter, { nodeId: nodes.lighthouse.id, take: 2 })
    expect(first).toMatchObject({
      total: 3,
      rows: [
        { requester: { name: people.ruth.name }, state: 'open' },
        { requester: { id: people.kwame.id }, own: false },
      ],
    })
    const second = await expenses.call(services, peter, { nodeId: nodes.lighthouse.id, take: 2, after: first.next! })
    expect(second.rows.map(({ purpose }) => purpose)).toEqual(['By Minh'])
    expect(second.next).toBeNull()
  })

  test('holds without the ability: the database shows no more', async () => {
    const seen = async (scope: object, personId: string) =>
      services.db.transaction({ scope: scope as never, personId }, {}, (tx) => tx.prisma.expense.count())
    expect(await seen({}, people.minh.id)).toBe(1)
    expect(await seen({ 'Expense.read': [seed] }, people.kwame.id)).toBe(2)
    expect(await seen({ 'Expense.read': [nodes.mtoni.id] }, people.lucia.id)).toBe(0)
  })

  test('nobody posts their own by hand, nor writes in another’s name', async () => {
    const own = { scope: { 'Expense.write.at': [seed] }, personId: people.minh.id }
    const post = services.db.transaction(own, {}, (tx) =>
      tx.client.query('update expense set approved_at = now() where person_id = $1', [people.minh.id]),
    )
    await expect(post).rejects.toThrow(/row-level security/)
    const [row] = await rows()
    const forge = services.db.transaction(own, {}, (tx) =>
      tx.client.query(
        `insert into expense (id, case_id, node_id, person_id, amount, currency, base_amount, base_currency, rate, payee, payee_key, purpose, requested_at)
         values (gen_random_uuid(), gen_random_uuid(), $1, $2, 1, 'KES', 1, 'KES', 1, 'x', 'x', 'x', now())`,
        [seed, people.kwame.id],
      ),
    )
    await expect(forge).rejects.toThrow(/row-level security/)
    expect(await rows()).toContainEqual(row)
  })
})

describe('what measures a request', () => {
  test('nobody’s goes by a rate that they have entered', async () => {
    await rateOf('USD', '100')
    const national = nodes.lighthouse.id
    await expect(ask(payload(6000, {}, 'USD'), peter, national)).rejects.toMatchObject(broken('expense.rate-own'))
    const samuel = await as('national-administrator')
    await setRate.call(services, samuel, { nodeId: national, currency: 'USD', day: '2026-11-01', rate: '110' })
    expect(await ask(payload(6000, {}, 'USD'), peter, national)).toMatchObject({ amount: 660_000 })
    // Who approves may have entered the rate: the request keeps its own.
    const what = payload(6000, { payee: 'Elsewhere' }, 'USD')
    const caseId = newId()
    expect(await ask(what, kwame, seed, caseId)).toMatchObject({ amount: 600_000 })
  })

  test('a sum beyond what numbers hold is refused in words, before it is sent too', async () => {
    await rateOf('USD', '1000000')
    const huge = payload(1e14, {}, 'USD')
    await expect(ask(huge)).rejects.toMatchObject(broken('expense.too-large'))
    const place = { id: seed, kind: 'SmallGroup', scopeIds: nodes.mustardSeed.scopeIds }
    const previewed = services.db.transaction(
      {
        scope: rowScopeOf(rightsOf(kwame.principal!, clock.now())),
        personId: people.kwame.id,
        engine: nodes.lighthouse.id,
      },
      { readOnly: true },
      (tx) => {
        const rights = rightsOf(kwame.principal!, clock.now())
        const ability = abilityOf(rights, kwame.principal!)
        const ctx = { tx, at: clock.now(), services, rights, ability, principal: kwame.principal!, asked: () => {} }
        return expenseKind.routing(ctx as unknown as Context, place, huge as never)
      },
    )
    await expect(previewed).rejects.toMatchObject(broken('expense.too-large'))
  })

  test('what was asked before the movement changed its currency counts for what it is worth today', async () => {
    await ask(payload(6000))
    await owner.query(`update org_node set currency = 'USD' where id = $1`, [nodes.lighthouse.id])
    await expect(ask(payload(100, {}, 'USD'))).rejects.toMatchObject(broken('expense.rate-missing'))
    await setRate.call(services, peter, { nodeId: nodes.lighthouse.id, currency: 'KES', day: story.day, rate: '0.01' })
    expect(await ask(payload(100, {}, 'USD'))).toMatchObject({ amount: 160 })
    await owner.query(`update org_node set currency = 'KES' where id = $1`, [nodes.lighthouse.id])
  })
})
