import { id as anId, newId } from '@ministry/kernel/id'
import { encodeCursor } from '@ministry/kernel/page'
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { filesOf } from '../files/index.ts'
import { upload } from '../files/upload.ts'
import { query } from '../verb.ts'
import { decide } from './decide.ts'
import { decideMany } from './decide-many.ts'
import { delegate } from './delegate.ts'
import { edit } from './edit.ts'
import { get } from './get.ts'
import { cases } from './cases.ts'
import { inbox } from './inbox.ts'
import { inboxCount } from './inbox-count.ts'
import { reassign } from './reassign.ts'
import { submit } from './submit.ts'
import { createCaseWorld } from './testing/test-case-world.ts'
import { withdraw } from './withdraw.ts'

const world = await createCaseWorld()
const { ask, see, answer, waits, inboxOf, executions, as, callerOf, owner, services } = world
const { people, nodes, accounts, furtherAccounts } = story
const cell = await as('cell-leader')
const campus = await as('campus-leader')
const region = await as('regional-director')
const director = await as('national-director')
const finance = await as('finance-director')
const board = await as('board-member')
const group = { nodeId: nodes.mustardSeed.id }
const highlands = { nodeId: nodes.highlands.id }
const kind = (kind: string) => expect.objectContaining({ kind }) as Error
const code = (code: string) => expect.objectContaining({ code }) as Error
const auditOf = async (id: string) =>
  (
    await owner.query<{ line: string }>(
      `select concat_ws(' ', action, actor_kind, after ->> 'choice', after ->> 'state') as line from audit_entry where subject_id = $1 order by id`,
      [id],
    )
  ).rows.map(({ line }) => line)

test('a small wish goes to the campus leader, who decides it, once; each stage is on the trail and in the audit', async () => {
  const id = await ask(cell, 6000, group)
  expect(await waits(cell, id)).toEqual(['decide campus-leader'])
  expect(await inboxOf(campus)).toContain(id)
  expect(await inboxOf(region)).not.toContain(id)
  expect(await answer(campus, id)).toMatchObject({ state: 'approved' })
  expect(await executions(id)).toBe(1)
  expect((await see(cell, id)).trail.map(({ kind }) => kind)).toEqual([
    ...['submitted', 'checked', 'skipped', 'routed', 'opened', 'approved', 'executed'],
  ])
  expect(await inboxOf(campus)).not.toContain(id)
  const audited = await auditOf(id)
  expect(audited).toHaveLength(4)
  expect(audited).toEqual(
    expect.arrayContaining([
      'approvals.submit person open',
      'approvals.decide person approve',
      `approvals.decide case:${id} approved`,
    ]),
  )
  await expect(answer(campus, id)).rejects.toThrow(code('approvals.decide.ended'))
})

test('sent twice with one id it is asked once; another’s id is taken', async () => {
  const input = { id: newId(), kind: 'wish', ...group, payload: { minor: 100 } }
  const first = await submit.call(services, cell, input)
  expect(await submit.call(services, cell, input)).toEqual(first)
  await expect(submit.call(services, campus, { ...input, nodeId: nodes.kilima.id })).rejects.toThrow(kind('Conflict'))
})

test('what fails a check, has no place or no right isn’t asked', async () => {
  await expect(ask(cell, -50, group)).rejects.toThrow(code('approvals.submit.check-failed'))
  await expect(ask(cell, 0, group)).rejects.toThrow(code('approvals.submit.check-failed'))
  await expect(ask(cell, 100, { nodeId: nodes.mtoni.id })).rejects.toThrow(kind('NotFound'))
  await expect(ask(board, 100, { nodeId: nodes.kilima.id })).rejects.toThrow(kind('NotFound'))
  await expect(
    submit.call(services, cell, { id: newId(), kind: 'wish', ...group, payload: { minor: 'x' } }),
  ).rejects.toThrow(kind('InvalidInput'))
  await expect(submit.call(services, cell, { id: newId(), kind: 'none', ...group, payload: {} })).rejects.toThrow(
    kind('NotFound'),
  )
})

test('over the second band two decide one after the other, and nobody else', async () => {
  const id = await ask(region, 500_001, highlands)
  expect(await waits(region, id)).toEqual(['decide national-director'])
  await expect(answer(finance, id)).rejects.toThrow(code('approvals.decide.not-your-turn'))
  expect(await answer(director, id)).toMatchObject({ state: 'open' })
  expect(await waits(region, id)).toEqual(['decide finance-director'])
  await expect(answer(director, id)).rejects.toThrow(code('approvals.decide.not-your-turn'))
  expect(await executions(id)).toBe(0)
  expect(await answer(finance, id)).toMatchObject({ state: 'approved' })
  expect(await executions(id)).toBe(1)
})

test('news that asked for an answer is read by giving it, and by nobody else’s', async () => {
  const unreadOf = async (personId: string, aboutId: string) =>
    (
      await owner.query<{ kind: string }>(
        'select kind from notification where person_id = $1 and about_id = $2 and read_at is null',
        [personId, aboutId],
      )
    ).rows.map(({ kind }) => kind)
  const [mine, other] = [await ask(region, 500_001, highlands), await ask(region, 500_001, highlands)]
  await answer(director, mine)
  expect(await unreadOf(people.grace.id, mine)).toEqual([])
  expect(await unreadOf(people.grace.id, other)).toEqual(['request-your-turn'])
  expect(await unreadOf(people.peter.id, mine)).toEqual(['request-your-turn'])
  await answer(finance, mine)
  expect(await unreadOf(people.daniel.id, mine)).toEqual(['request-approved'])
})

test('one’s own request one doesn’t decide, by one’s seat or another record of oneself', async () => {
  const id = await ask(director, 5000, { nodeId: nodes.lighthouse.id })
  expect(await waits(director, id)).toEqual(['decide finance-director'])
  await expect(answer(director, id)).rejects.toThrow(code('approvals.decide.own'))
  expect(await inboxOf(director)).not.toContain(id)
  // The same human being has a second record, which sits on the deciding seat.
  await owner.query(`update person set emails = emails || (select emails from person where id = $1) where id = $2`, [
    people.kwame.id,
    people.ruth.id,
  ])
  const twin = await ask(cell, 100, group)
  expect(await waits(cell, twin)).toEqual(['decide regional-director'])
  await expect(answer(campus, twin)).rejects.toThrow(code('approvals.decide.own'))
  await owner.query(`update person set emails = emails[1:1] where id = $1`, [people.ruth.id])
})

test('whom it is about doesn’t decide it', async () => {
  const id = await ask(cell, 6000, { ...group, personId: people.ruth.id })
  expect(await waits(cell, id)).toEqual(['decide regional-director'])
  const { seats } = await see(cell, id)
  expect(seats.at(-1)!.because.map(({ code }) => code)).toEqual(['chain', 'own'])
})

test('a rejection needs a reason and ends it; sent back it is answered by a new revision that starts again', async () => {
  const id = await ask(cell, 6000, group)
  await expect(answer(campus, id, 'reject')).rejects.toThrow(kind('InvalidInput'))
  expect(await answer(campus, id, 'send_back', 'Which paint?')).toMatchObject({ state: 'sent_back' })
  expect(await waits(cell, id)).toEqual([])
  const { version } = await see(cell, id)
  await expect(edit.call(services, campus, { id, version, payload: { minor: 1 } })).rejects.toThrow(
    code('approvals.edit.not-yours'),
  )
  await edit.call(services, cell, { id, version, payload: { minor: 20_000, what: 'red paint' } })
  expect(await see(cell, id)).toMatchObject({ state: 'open', revision: 2, payload: { minor: 20_000 } })
  expect(await waits(cell, id)).toEqual(['endorse campus-leader'])
  await answer(campus, id)
  expect(await answer(region, id, 'reject', 'Too dear')).toMatchObject({ state: 'rejected' })
  expect(await executions(id)).toBe(0)
  await expect(answer(region, id)).rejects.toThrow(code('approvals.decide.ended'))
})

test('an edit takes back what was signed; who read the old one is told', async () => {
  const id = await ask(cell, 20_000, group)
  await answer(campus, id)
  const before = await see(region, id)
  await edit.call(services, cell, { id, version: before.version, payload: { minor: 30_000 } })
  expect(await waits(cell, id)).toEqual(['endorse campus-leader'])
  const { payloadHash } = before
  const stale = { id, payloadHash, choice: 'approve' as const }
  await expect(decide.call(services, region, { ...stale, version: before.version })).rejects.toThrow(
    code('approvals.changed-meanwhile'),
  )
  const { version } = await see(campus, id)
  await expect(decide.call(services, campus, { ...stale, version })).rejects.toThrow(
    code('approvals.decide.read-another'),
  )
})

test('withdrawn it is over, and only by whoever asked', async () => {
  const id = await ask(cell, 6000, group)
  const { version } = await see(cell, id)
  await expect(withdraw.call(services, campus, { id, version })).rejects.toThrow(code('approvals.withdraw.not-yours'))
  expect(await withdraw.call(services, cell, { id, version })).toMatchObject({ state: 'withdrawn' })
  expect(await inboxOf(campus)).not.toContain(id)
  await expect(answer(campus, id)).rejects.toThrow(code('approvals.decide.ended'))
})

test('where it can’t be done any more the decision isn’t kept, the approver is told and the case stays open', async () => {
  const id = await ask(cell, 6000, { ...group, impossible: true })
  await expect(answer(campus, id)).rejects.toThrow(code('approvals.execute.check-failed'))
  expect(await see(campus, id)).toMatchObject({ state: 'open', version: 1, may: { decide: true } })
})

test('who has nothing to do with it finds nothing', async () => {
  const id = await ask(cell, 6000, group)
  for (const account of [
    furtherAccounts.otherMovementDirector,
    accounts['small-group-member'],
    accounts['board-member'],
  ])
    await expect(get.call(services, await callerOf(account.accountId), { id })).rejects.toThrow(kind('NotFound'))
})

test('several are approved at once, each by itself', async () => {
  const one = await ask(cell, 100, group)
  const two = await ask(cell, 200, { ...group, impossible: true })
  const three = await ask(cell, 300, group)
  const read = await Promise.all([one, two, three].map((id) => see(campus, id)))
  const cases = read.map(({ id, version, payloadHash }) => ({ id, version, payloadHash }))
  const { total } = await inboxCount.call(services, campus, {})
  const { approved, refused } = await decideMany.call(services, campus, { cases })
  expect(approved.toSorted()).toEqual([one, three].toSorted())
  expect(refused).toEqual([{ id: two, code: 'approvals.execute.check-failed' }])
  expect((await inboxCount.call(services, campus, {})).total).toBe(total - 2)
  expect(await executions(two)).toBe(0)
})

test('a turn is given on, and only to people near by who aren’t concerned', async () => {
  const id = await ask(cell, 20_000, group)
  const { version } = await see(campus, id)
  const to = (toId: string) => delegate.call(services, campus, { id, version, toId })
  await expect(to(people.kwame.id)).rejects.toThrow(code('approvals.delegate.to'))
  await expect(to(people.minh.id)).rejects.toThrow(code('approvals.delegate.to'))
  await expect(to(people.halima.id)).rejects.toThrow(code('approvals.delegate.to'))
  // Near by, and not as high; and who decides the next step.
  await expect(to(people.tomas.id)).rejects.toThrow(code('approvals.delegate.to'))
  await expect(to(people.daniel.id)).rejects.toThrow(code('approvals.delegate.to'))
  await to(people.joseph.id)
  const joseph = await as('alumni-coordinator')
  expect(await inboxOf(campus)).not.toContain(id)
  expect(await inboxOf(joseph)).toContain(id)
  expect((await see(joseph, id)).may).toMatchObject({ decide: true, decideFor: { id: people.ruth.id } })
  await expect(answer(campus, id)).rejects.toThrow(code('approvals.decide.not-your-turn'))
  await answer(joseph, id)
  expect(await waits(cell, id)).toEqual(['decide regional-director'])
})

test('the seat above gives a turn to somebody else, nobody else does', async () => {
  const id = await ask(cell, 6000, group)
  const { version, seats } = await see(region, id)
  const seatId = seats.find(({ state }) => state === 'open')!.id
  const input = { id, version, seatId, toId: people.joseph.id, reason: 'Ruth is ill' }
  await expect(reassign.call(services, director, input)).rejects.toThrow(code('approvals.reassign.not-above'))
  await expect(reassign.call(services, cell, input)).rejects.toThrow(code('approvals.reassign.not-above'))
  expect((await see(region, id)).may.reassign).toEqual([seatId])
  await reassign.call(services, region, input)
  await expect(answer(campus, id)).rejects.toThrow(code('approvals.decide.not-your-turn'))
  expect(await answer(await as('alumni-coordinator'), id)).toMatchObject({ state: 'approved' })
  const { trail } = await see(region, id)
  expect(trail.find(({ kind }) => kind === 'reassigned')).toMatchObject({
    reason: 'Ruth is ill',
    by: { id: people.daniel.id },
  })
})

test('who decides one step gives no turn of another step away', async () => {
  const id = await ask(cell, 600_000, group)
  const handOver = async (by: typeof cell) => {
    const { version, seats } = await see(by, id)
    const seatId = seats.find(({ state }) => state === 'open')!.id
    return reassign.call(services, by, { id, version, seatId, toId: people.joseph.id, reason: 'Away' })
  }
  expect(await waits(cell, id)).toEqual(['decide national-director'])
  expect((await see(finance, id)).may.reassign).toEqual([])
  await expect(handOver(finance)).rejects.toThrow(code('approvals.reassign.not-above'))
  await answer(director, id)
  expect(await waits(cell, id)).toEqual(['decide finance-director'])
  await expect(handOver(director)).rejects.toThrow(code('approvals.reassign.not-above'))
  expect(await answer(finance, id)).toMatchObject({ state: 'approved' })
})

test('what was sent along is read by who reads the request, and another file is another request', async () => {
  const sent = async (text: string) =>
    (
      await upload.call(services, cell, {
        name: `${text}.txt`,
        content: new TextEncoder().encode(`${text}, as it was given`),
      })
    ).id
  const fileIds = [await sent('receipt'), await sent('letter')]
  const input = { id: newId(), kind: 'wish', ...group, payload: { minor: 6000 } }
  await submit.call(services, cell, { ...input, fileIds })
  const read = await see(campus, input.id)
  expect(read.files.map(({ name }) => name)).toEqual(['receipt.txt', 'letter.txt'])
  const look = query({
    name: 'test.files',
    permission: 'signed-in',
    input: z.object({ id: anId() }),
    output: z.array(z.object({ name: z.string() })),
    run: (ctx, { id }) => filesOf(ctx, { noun: 'ApprovalCase', id }),
  })
  expect(await look.call(services, campus, { id: input.id })).toHaveLength(2)
  await expect(look.call(services, board, { id: input.id })).rejects.toThrow(kind('NotFound'))
  await edit.call(services, cell, {
    id: input.id,
    version: read.version,
    payload: input.payload,
    fileIds: [fileIds[1]!],
  })
  const after = await see(campus, input.id)
  expect(after.files.map(({ name }) => name)).toEqual(['letter.txt'])
  expect(after.payloadHash).not.toBe(read.payloadHash)
})

test('reading and the inbox take as many statements for many requests as for one', async () => {
  const count = async (act: () => Promise<unknown>) => {
    const before = services.db.statements()
    await act()
    return services.db.statements() - before
  }
  await ask(cell, 100, group)
  const few = await count(() => inboxOf(campus, { take: 1 }))
  for (let i = 0; i < 12; i++) await ask(cell, 100 + i, group)
  const many = await count(() => inboxOf(campus, { take: 50 }))
  expect(many).toBe(few)
  expect(many).toBeLessThan(20)
  const list = (take: number) => cases.call(services, campus, { of: { nodeId: nodes.kilima.id }, take })
  // One more where some of them are about people.
  expect(await count(() => list(50))).toBeLessThanOrEqual((await count(() => list(1))) + 1)
})

test('pages of the inbox follow each other and leave nothing out', async () => {
  const whole = await inboxOf(campus, { take: 200 })
  const paged: string[] = []
  let after: string | undefined
  do {
    const page = await inbox.call(services, campus, { take: 5, ...(after && { after }) })
    expect(page.total).toBe(whole.length)
    paged.push(...page.rows.map(({ id }) => id))
    after = page.next ?? undefined
  } while (after)
  expect(paged).toEqual(whole)
})

test('a cursor that was made up, and a day before all calendars, are refused in words', async () => {
  const list = (more: object) => cases.call(services, cell, { of: { mine: true }, ...more })
  const refused = { kind: 'InvalidInput' }
  for (const after of [
    '?',
    encodeCursor([1e300, newId()]),
    encodeCursor(['soon', newId()]),
    encodeCursor(['2026', 1]),
  ]) {
    await expect(inbox.call(services, campus, { after })).rejects.toMatchObject(refused)
    await expect(list({ after })).rejects.toMatchObject(refused)
  }
  await expect(list({ from: '0001-01-01' })).rejects.toMatchObject(refused)
})
