import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from '@ministry/db'
import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { rename } from '../org/rename.ts'
import { createWorld } from '../test-world.ts'
import { attempt } from './attempt.ts'
import { change } from './change.ts'
import { create } from './create.ts'
import { deliveries } from './deliveries.ts'
import { get } from './get.ts'
import { list } from './list.ts'
import { removeOld } from './remove-old.ts'
import { replay } from './replay.ts'
import { rotateSecret } from './rotate-secret.ts'
import { setState } from './set-state.ts'
import { test as sendTest } from './test-endpoint.ts'

const { services, owner, clock, as } = await createWorld()
const start = clock.now()
const hours = (count: number) => clock.set(new Date(start.getTime() + count * 3_600_000).toISOString())

// The system that receives: it keeps what it gets and answers what it is told to.
const received: { headers: IncomingHttpHeaders; body: string }[] = []
let answer = { status: 200, location: undefined as string | undefined }
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    received.push({ headers: request.headers, body })
    response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end('thanks')
  })
})
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
afterAll(() => void receiver.close())
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`

const national = story.nodes.mustardSeed.id
const system: Caller = { principal: null, system: 'workflow:webhooks.deliver', request: { id: 'test' } }
const admin = await as('national-administrator')
const queued = async () =>
  (
    await owner.query<{ id: string }>(`select id from webhook_delivery where state = 'queued' order by at, id`)
  ).rows.map(({ id }) => id)
const send = (deliveryId: string, last = false) => attempt.call(services, system, { deliveryId, last })
const made = () =>
  create.call(services, admin, {
    nodeId: national,
    url,
    description: 'Church system',
    events: ['org.rename', 'people.create'],
  })
let names = 0
const act = async () =>
  rename.call(services, await as('national-director'), { nodeId: national, name: `Mustard Seed ${names++}` })

beforeEach(async () => {
  hours(0)
  received.length = 0
  answer = { status: 200, location: undefined }
  await owner.query('delete from webhook_delivery')
  await owner.query('delete from webhook_endpoint')
})

describe('a message', () => {
  test('is queued with the act, signed so that any library reads it, and says nothing about anybody', async () => {
    const { id, secret } = await made()
    await act()
    const [delivery, ...more] = await queued()
    expect(more).toEqual([])
    const events = await owner.query(`select data from outbox_event where name = 'webhooks/delivery.queued'`)
    expect(events.rows.at(-1)).toEqual({ data: { deliveryId: delivery, endpointId: id, round: 0 } })
    // The library judges the age by the machine's clock.
    clock.set(new Date().toISOString())
    expect(await send(delivery!)).toEqual({ done: true, state: 'delivered' })
    const [{ headers, body }] = received as [(typeof received)[number]]
    const read = new Webhook(secret).verify(body, headers as Record<string, string>)
    expect(read).toEqual({
      type: 'org.rename',
      timestamp: start.toISOString(),
      data: { noun: 'OrgNode', id: national, nodeId: national },
    })
    expect(headers['webhook-id']).toBe(delivery)
    expect(() => new Webhook(secret).verify(body.replace('org', 'gro'), headers as Record<string, string>)).toThrow()
    expect(await send(delivery!)).toEqual({ done: true, state: 'gone' })
    expect(received).toHaveLength(1)
  })

  test('is not queued for other events, nor for a paused endpoint', async () => {
    const { id } = await made()
    await setState.call(services, admin, { id, state: 'paused' })
    await act()
    expect(await queued()).toEqual([])
    await setState.call(services, admin, { id, state: 'active' })
    await change.call(services, admin, { id, version: 3, url, description: 'x', events: ['people.create'] })
    await act()
    expect(await queued()).toEqual([])
  })

  test('is withheld where its owner may not see the thing any more', async () => {
    const { id } = await made()
    await act()
    const [delivery] = await queued()
    const nobody = story.accounts['small-group-member'].accountId
    await owner.query('update webhook_endpoint set owner_id = $2 where id = $1', [id, nobody])
    expect(await send(delivery!)).toEqual({ done: true, state: 'withheld' })
    expect(received).toEqual([])
  })

  test('is signed by both secrets while they are changed', async () => {
    const { id, secret } = await made()
    clock.set(new Date().toISOString())
    const { secret: next } = await rotateSecret.call(services, admin, { id })
    await sendTest.call(services, admin, { id })
    await send((await queued())[0]!)
    const [{ headers, body }] = received as [(typeof received)[number]]
    for (const each of [secret, next]) new Webhook(each).verify(body, headers as Record<string, string>)
    expect(String(headers['webhook-signature']).split(' ')).toHaveLength(2)
    const stored = await owner.query("select encode(secret, 'escape') s from webhook_endpoint where id = $1", [id])
    expect(JSON.stringify(stored.rows)).not.toContain(next.slice(8, 20))
  })
})

describe('an answer', () => {
  test('other than 2xx is tried again, and fails at the end; a redirect is not followed', async () => {
    await made()
    const answers: { status: number; location?: string }[] = [
      { status: 500 },
      { status: 302, location: `${url}/elsewhere` },
      { status: 404 },
    ]
    for (const { status, location } of answers) {
      await act()
      answer = { status, location }
      const [delivery] = await queued()
      received.length = 0
      expect(await send(delivery!)).toEqual({ done: false, state: 'queued' })
      expect(await send(delivery!, true)).toEqual({ done: true, state: 'failed' })
      expect(received).toHaveLength(2)
    }
  })

  test('that stays away for a day gives the endpoint up, with news for its owner; by hand it goes on', async () => {
    const { id } = await made()
    await act()
    answer.status = 500
    const [first] = await queued()
    await send(first!)
    hours(27)
    expect(await send(first!, true)).toEqual({ done: true, state: 'failed' })
    expect(await get.call(services, admin, { id })).toMatchObject({ state: 'disabled', failingSince: start })
    const news = await owner.query(`select person_id from notification where kind = 'webhook-disabled'`)
    expect(news.rows).toEqual([{ person_id: story.accounts['national-administrator'].personId }])
    await expect(replay.call(services, admin, { deliveryId: first! })).rejects.toMatchObject({
      code: 'webhooks.replay.not-active',
    })
    await setState.call(services, admin, { id, state: 'active' })
    await replay.call(services, admin, { deliveryId: first! })
    answer.status = 204
    expect(await send(first!)).toEqual({ done: true, state: 'delivered' })
    const { rows, total } = await deliveries.call(services, admin, { id })
    expect(total).toBe(1)
    expect(rows[0]).toMatchObject({ id: first, state: 'delivered', attempts: 3, status: 204 })
    await expect(removeOld.call(services, admin, { take: 10 })).rejects.toMatchObject({ kind: 'NotAllowed' })
    hours(24 * 40)
    expect(await removeOld.call(services, system, { take: 10 })).toEqual({ finished: true })
    expect((await deliveries.call(services, admin, { id })).total).toBe(0)
  })

  test('of 410 ends it at once', async () => {
    const { id } = await made()
    await act()
    answer.status = 410
    expect(await send((await queued())[0]!)).toMatchObject({ done: true })
    expect((await get.call(services, admin, { id })).state).toBe('disabled')
  })
})

test('only who has integrations at a place sees and makes them there', async () => {
  const { id } = await made()
  expect((await list.call(services, admin, { nodeId: national })).rows.map((row) => row.id)).toEqual([id])
  for (const role of ['campus-leader', 'campus-administrator', 'regional-director', 'cell-leader'] as const) {
    const caller = await as(role)
    await expect(list.call(services, caller, { nodeId: national })).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(get.call(services, caller, { id })).rejects.toMatchObject({ kind: 'NotAllowed' })
    await expect(
      create.call(services, caller, { nodeId: national, url, description: 'x', events: ['org.rename'] }),
    ).rejects.toMatchObject({ kind: 'NotAllowed' })
    // The second wall alone: nothing of it is seen by the role's own rights.
    const rows = await services.db.transaction(
      { scope: {}, personId: caller.principal!.personId, accountId: caller.principal!.accountId },
      {},
      (tx) => tx.rows(sql`select id from webhook_endpoint`),
    )
    expect(rows).toEqual([])
  }
  await expect(attempt.call(services, admin, { deliveryId: newId(), last: false })).rejects.toMatchObject({
    kind: 'NotAllowed',
  })
})

test('whoever turns an address elsewhere has it told what they see themself, not what its owner saw', async () => {
  const director = await as('national-director')
  const { id } = await create.call(services, director, {
    ...{ nodeId: national, url, description: 'Of the director', events: ['org.rename'] },
  })
  const { version } = await get.call(services, admin, { id })
  await change.call(services, admin, { id, version, url, description: 'Mine now', events: ['org.rename'] })
  await act()
  const ended = `update role_assignment set ends_at = $2 where person_id = $1 and ends_at is null returning id`
  const { rows } = await owner.query<{ id: string }>(ended, [admin.principal!.personId, clock.now()])
  const [delivery] = await queued()
  expect(await send(delivery!)).toEqual({ done: true, state: 'withheld' })
  expect(received).toEqual([])
  for (const role of rows) await owner.query('update role_assignment set ends_at = null where id = $1', [role.id])
})
