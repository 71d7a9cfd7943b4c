import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { createExecutor, createWorkflowClient, serveInProcess } from '@ministry/workflows'
import { travel } from '@ministry/workflows/test'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import messages from '../../../kernel/messages/en/monitoring.json' with { type: 'json' }
import { createWorld } from '../test-world.ts'
import { cancel } from './cancel.ts'
import { events } from './events.ts'
import { functions } from './functions.ts'
import { healthOf, ruleCodes } from './monitoring.rules.ts'
import { overview } from './overview.ts'
import { replay } from './replay.ts'
import { retry } from './retry.ts'
import { run } from './run.ts'
import { runs } from './runs.ts'

const { services, owner, urls, clock, as, callerOf } = await createWorld()
const executor = createExecutor({ connectionString: urls.executor, clock, pollMs: 20, random: () => 0 })
const client = createWorkflowClient({ id: 'test', executor, clock })
let broken = true
let sent: string[] = []
const elsewhere = services.workflows.engine

beforeAll(async () => {
  const greet = client.createFunction(
    { id: 'greet', retries: 0, triggers: [{ event: 'test/greet' }] },
    async ({ event, step }) => {
      const { to } = event.data as { to: string }
      await step.run('look up', () => ({ to, personId: story.people.minh.id, state: 'kept' }))
      await step.run(`write to ${to}`, () => {
        if (broken) throw new Error(`Mail to ${to} came back`)
        sent.push(to)
      })
      return { to }
    },
  )
  const nap = client.createFunction({ id: 'nap', triggers: [{ event: 'test/nap' }] }, ({ step }) =>
    step.sleep('nap', '1d'),
  )
  const again = client.createFunction({ id: 'again', triggers: [{ event: 'test/again' }] }, ({ step }) =>
    step.run('try', () => {
      if (broken) throw new Error('not yet')
    }),
  )
  await executor.start(serveInProcess(client, [greet, nap, again]))
})
beforeEach(async () => {
  broken = true
  sent = []
  services.workflows = { ...services.workflows, engine: { at: 'here', operations: executor.operations } }
  await empty()
})
/** The executor looks at its tables by itself: whom PostgreSQL picks to give way asks again. */
async function empty(tries = 5): Promise<void> {
  try {
    await owner.query(
      'truncate workflow.run, workflow.job, workflow.step, workflow.wait, workflow.attempt, workflow.event',
    )
  } catch (error) {
    if ((error as { code?: string }).code !== '40P01' || tries === 0) throw error
    await empty(tries - 1)
  }
}
afterAll(() => executor.stop())

const operator = () => as('national-administrator')
const other = () => callerOf(story.furtherAccounts.otherMovementDirector.accountId)
const ours = { nodeId: story.nodes.kilima.id, personId: story.people.minh.id }
const theirs = { nodeId: story.nodes.harvestCampus.id, personId: story.people.kofi.id }
const to = story.people.minh.name
async function send(name: string, data: Record<string, unknown>): Promise<string> {
  const id = newId()
  await client.send({ id, name, data })
  await executor.idle()
  return id
}
const reason = 'the provider is back'
const first = async () => (await runs.call(services, await operator(), {})).rows[0]!.id
const audited = async () =>
  (
    await owner.query(
      `select action, after ->> 'runId' as run, reason, actor_person_id as who, node_id as node from audit_entry
        where action like 'monitoring.%' order by at, id`,
    )
  ).rows
const ruled = (code: string) => expect.objectContaining({ kind: 'RuleBroken', code })

describe('a failed run', () => {
  test('is seen with its steps and without what is personal', async () => {
    const eventId = await send('test/greet', { ...ours, to, email: 'minh@example.org', note: 'prays for rain' })
    const { rows } = await runs.call(services, await operator(), { state: 'failed' })
    expect(rows).toMatchObject([
      { functionId: 'test-greet', eventId, eventName: 'test/greet', failure: 'Mail to «hidden» came back' },
    ])
    expect((await overview.call(services, await operator(), {})).engine).toMatchObject({
      failedLastDay: 1,
      failedMore: false,
    })
    expect((await overview.call(services, await other(), {})).engine).toMatchObject({ failedLastDay: 0 })
    const seen = await run.call(services, await operator(), { runId: rows[0]!.id })
    expect(seen).toMatchObject({
      open: true,
      event: { ...ours, to: '«hidden»', email: '«hidden»', note: '«hidden»' },
      problem: { message: 'Mail to «hidden» came back' },
      steps: [
        { name: 'look up', output: { to: '«hidden»', personId: ours.personId, state: 'kept' }, failed: false },
        { name: 'write to «hidden»', failed: true, problem: { message: 'Mail to «hidden» came back' } },
      ],
      acts: { retry: true, cancel: false, replay: true },
    })
    expect(JSON.stringify(seen)).not.toMatch(/minh@|prays/i)
  })

  test('shows no name that its data have, however it is written', async () => {
    const small = to.toLowerCase()
    await send('test/greet', { ...ours, to: small })
    const seen = await run.call(services, await operator(), { runId: await first() })
    expect(seen.steps.map(({ name }) => name)).toEqual(['look up', 'write to «hidden»'])
    expect(JSON.stringify(seen)).not.toContain(small.split(' ')[0])
    expect(JSON.stringify(await runs.call(services, await operator(), {}))).not.toContain(small.split(' ')[0])
  })

  test('is retried once, and the audit knows who and why', async () => {
    await send('test/greet', { ...ours, to })
    const runId = await first()
    broken = false
    expect(await retry.call(services, await operator(), { runId, reason })).toEqual({ outcome: 'done', runId })
    await executor.idle()
    expect(sent).toEqual([to])
    expect(await run.call(services, await operator(), { runId })).toMatchObject({ state: 'completed', retries: 1 })
    expect((await audited()).at(-1)).toEqual({
      action: 'monitoring.retry',
      run: runId,
      reason,
      who: story.accounts['national-administrator'].personId,
      node: story.nodes.lighthouse.id,
    })
    await expect(retry.call(services, await operator(), { runId, reason })).rejects.toEqual(
      ruled('monitoring.retry.not-failed'),
    )
    await expect(cancel.call(services, await operator(), { runId, reason })).rejects.toEqual(
      ruled('monitoring.cancel.ended'),
    )
  })

  test('is replayed once for each press', async () => {
    await send('test/greet', { ...ours, to })
    const runId = await first()
    const request = newId()
    const one = await replay.call(services, await operator(), { runId, reason, request })
    expect(one.outcome).toBe('done')
    expect(await replay.call(services, await operator(), { runId, reason, request })).toEqual({
      ...one,
      outcome: 'unchanged',
    })
    await executor.idle()
    expect((await run.call(services, await operator(), { runId })).children).toMatchObject([
      { id: one.runId, why: 'replay' },
    ])
  })

  test('needs a reason', async () => {
    await send('test/greet', { ...ours, to })
    const runId = await first()
    await expect(retry.call(services, await operator(), { runId, reason: '  ' })).rejects.toMatchObject({
      kind: 'InvalidInput',
    })
  })
})

test('a run under way is cancelled once, and not replayed', async () => {
  await send('test/nap', ours)
  const runId = await first()
  const before = (await audited()).length
  await expect(replay.call(services, await operator(), { runId, reason, request: newId() })).rejects.toEqual(
    ruled('monitoring.replay.still-running'),
  )
  expect(await retry.call(services, await operator(), { runId, reason })).toEqual({ outcome: 'unchanged', runId })
  expect(await cancel.call(services, await operator(), { runId, reason })).toEqual({ outcome: 'done', runId })
  expect(await cancel.call(services, await operator(), { runId, reason })).toEqual({ outcome: 'unchanged', runId })
  expect(await audited()).toHaveLength(before + 1)
  const seen = await run.call(services, await operator(), { runId })
  expect(seen).toMatchObject({ state: 'cancelled' })
  expect(JSON.stringify(seen)).not.toContain(reason)
})

test('a run that waits for its next attempt is said to, and can be hurried', async () => {
  await send('test/again', ours)
  const runId = await first()
  const seen = await overview.call(services, await operator(), {})
  expect(seen.engine).toMatchObject({ at: 'here', failedLastDay: 0, stuck: [{ why: 'retrying', runId, times: 1 }] })
  broken = false
  expect(await retry.call(services, await operator(), { runId, reason })).toMatchObject({ outcome: 'done' })
  await executor.idle()
  expect(await run.call(services, await operator(), { runId })).toMatchObject({
    state: 'completed',
    attempts: [{ step: 'try', attempt: 1, problem: { message: 'not yet' } }],
  })
})

describe('movements never see each other', () => {
  test('in lists, runs, events, counts, what is stuck, and acts', async () => {
    await send('test/again', ours)
    const mine = await first()
    const eventId = await send('test/again', theirs)
    const { rows } = await runs.call(services, await other(), {})
    const runId = rows[0]!.id
    expect(rows.map(({ id }) => id)).toEqual([runId])
    expect((await runs.call(services, await operator(), {})).rows.map(({ id }) => id)).toEqual([mine])
    expect((await runs.call(services, await operator(), { search: runId })).rows).toEqual([])
    expect((await runs.call(services, await operator(), { search: eventId })).rows).toEqual([])
    expect((await runs.call(services, await other(), { search: eventId })).rows).toHaveLength(1)
    expect((await events.call(services, await operator(), { id: eventId })).rows).toEqual([])
    const seen = await overview.call(services, await operator(), {})
    expect(seen).toMatchObject({ whole: false, engine: { numbers: null, stuck: [{ runId: mine }] } })
    const counted = (await functions.call(services, await operator(), {})).functions.find(
      ({ id }) => id === 'test-again',
    )
    expect(counted).toMatchObject({ counts: { running: 1 } })
    for (const ask of [
      async () => run.call(services, await operator(), { runId }),
      async () => retry.call(services, await operator(), { runId, reason }),
      async () => cancel.call(services, await operator(), { runId, reason }),
      async () => replay.call(services, await operator(), { runId, reason, request: newId() }),
    ])
      await expect(ask()).rejects.toMatchObject({ kind: 'NotFound' })
  })

  test('nor one that is about both', async () => {
    await send('test/nap', { here: ours.nodeId, there: { deep: [theirs.personId] } })
    expect((await runs.call(services, await operator(), {})).rows).toEqual([])
    expect((await runs.call(services, await other(), {})).rows).toEqual([])
  })

  test('what nobody can tell the owner of is shown without its data, and can only be retried', async () => {
    await send('test/greet', { to, reportId: newId() })
    const runId = await first()
    const seen = await run.call(services, await operator(), { runId })
    expect(seen).toMatchObject({
      open: false,
      event: '«hidden»',
      problem: { message: '«hidden»' },
      steps: [
        { name: 'look up', output: '«hidden»' },
        { name: '«hidden»', problem: { message: '«hidden»' } },
      ],
      acts: { retry: true, cancel: false, replay: false },
    })
    expect((await events.call(services, await operator(), {})).rows).toMatchObject([{ open: false, data: '«hidden»' }])
    await expect(replay.call(services, await operator(), { runId, reason, request: newId() })).rejects.toEqual(
      ruled('monitoring.replay.of-all'),
    )
  })

  test('pages go on over what was passed over', async () => {
    for (let i = 0; i < 3; i++) {
      await send('test/nap', ours)
      await send('test/nap', theirs)
    }
    const one = await runs.call(services, await operator(), { take: 2 })
    const two = await runs.call(services, await operator(), { take: 2, after: one.next! })
    expect([one.rows.length, two.rows.length, two.next]).toEqual([2, 1, null])
    const some = await events.call(services, await operator(), { take: 2 })
    expect((await events.call(services, await operator(), { take: 2, after: some.next! })).rows).toHaveLength(1)
  })
})

test.each(Object.keys(story.accounts) as (keyof typeof story.accounts)[])('%s is let in or not', async (role) => {
  const allowed = role === 'national-director' || role === 'national-administrator'
  const runId = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
  const who = await as(role)
  const asked: [() => Promise<unknown>, string][] = [
    [() => overview.call(services, who, {}), 'seen'],
    [() => functions.call(services, who, {}), 'seen'],
    [() => runs.call(services, who, {}), 'seen'],
    [() => events.call(services, who, {}), 'seen'],
    [() => run.call(services, who, { runId }), 'NotFound'],
    [() => retry.call(services, who, { runId, reason }), 'NotFound'],
    [() => cancel.call(services, who, { runId, reason }), 'NotFound'],
    [() => replay.call(services, who, { runId, reason, request: newId() }), 'NotFound'],
  ]
  for (const [ask, expected] of asked)
    expect(
      await ask()
        .then(() => 'seen')
        .catch((error: { kind: string }) => error.kind),
    ).toBe(allowed ? expected : 'NotAllowed')
})

test('with an Inngest server there is its address, and the outbox', async () => {
  services.workflows = { engine: elsewhere, outboxLag: () => Promise.resolve({ waiting: 2, oldestSeconds: 40 }) }
  expect(await overview.call(services, await operator(), {})).toEqual({
    whole: false,
    outbox: { waiting: 2, oldestSeconds: 40 },
    engine: { at: 'server', address: 'http://inngest.test', health: 'slow' },
  })
  await expect(runs.call(services, await operator(), {})).rejects.toEqual(ruled('monitoring.runs.on-server'))
})

test('an event that nobody was told of is stuck', async () => {
  await owner.query(
    `insert into workflow.event (id, name, payload, due_at, received_at) values ('late', 'test/late', '{}', $1::timestamptz + interval '1 day', $1)`,
    [clock.now()],
  )
  await travel(executor, clock, '1m')
  expect((await overview.call(services, await operator(), {})).engine).toMatchObject({
    stuck: [{ why: 'unrouted', eventName: null, runId: null }],
  })
})

test('health is a word', () => {
  const well = { seenSeconds: 5, oldestSeconds: 1, whys: [] }
  expect(healthOf(well)).toBe('well')
  expect(healthOf({ ...well, seenSeconds: 90 })).toBe('down')
  expect(healthOf({ ...well, whys: ['retrying'] })).toBe('slow')
  expect(healthOf({ ...well, oldestSeconds: 31 })).toBe('slow')
  expect(healthOf({ ...well, whys: ['retrying', 'crashes'] })).toBe('stuck')
})

test.each(ruleCodes)('%s has a text', (code) => {
  expect(messages).toHaveProperty(`error_${code.replaceAll(/[.-]/g, '_')}`)
})

test('whose a run is shows also where its event names a row without a place of its own', async () => {
  const reportId = newId()
  const { rows } = await owner.query(`select id from outgoing_mail where $1 = any (scope_ids) limit 1`, [
    story.nodes.lighthouse.id,
  ])
  await owner.query(
    `insert into mail_report (id, key, type, mail_id, detail, body, received_at) values ($1, 'whose', 'delivery', $2, '{}', '', now())`,
    [reportId, rows[0].id],
  )
  const newsId = newId()
  await owner.query(
    `insert into notification (id, person_id, kind, facts, dedupe_key, created_at) values ($1, $2, 'role-given', '{}', 'whose', now())`,
    [newsId, story.people.kofi.id],
  )
  await send('test/nap', { reportId })
  await send('test/nap', { newsId })
  const seenBy = async (caller: Parameters<typeof runs.call>[1]) =>
    (await events.call(services, caller, { name: 'test/nap' })).rows.map(({ open, data }) => ({ open, data }))
  expect(await seenBy(await operator())).toEqual([{ open: true, data: { reportId } }])
  expect(await seenBy(await other())).toEqual([{ open: true, data: { newsId } }])
})
