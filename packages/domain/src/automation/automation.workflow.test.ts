import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { create } from '../people/create.ts'
import { get } from '../people/get.ts'
import { update } from '../people/update.ts'
import { changeSettings } from './change-settings.ts'
import { lifeLine } from './life-line.ts'
import { next } from './next.ts'
import { pause } from './pause.ts'
import { postpone } from './postpone.ts'
import { resume } from './resume.ts'
import { createSweptWorld } from './testing/swept.ts'

const { services, owner, as, clock, pass, jump, actsOf } = await createSweptWorld()
const { nodes } = story
const leader = await as('campus-leader')
const administrator = await as('campus-administrator')
const director = await as('national-director')
const until = (at: number) => Math.ceil((at - clock.now().getTime()) / 86_400_000)
const moment = () => clock.set(new Date(clock.now().getTime() + 1000)) // acts of one instant have no order
const today = () => clock.now().toISOString().slice(0, 10)

async function person(name: string, more: object = {}, state = 'member') {
  const { id } = await create.call(services, administrator, {
    name,
    emails: [`${name.toLowerCase().replaceAll(' ', '.')}@example.org`],
    ...more,
    home: { nodeId: nodes.kilima.id, state: state as 'member', joinedOn: today() },
    force: true,
  })
  return id!
}
const planned = async (personId: string) =>
  (await next.call(services, leader, { personId })).acts.map(
    ({ automation, step, on, waitsFor }) => `${automation} ${step} ${on}${waitsFor ? ` ${waitsFor.code}` : ''}`,
  )
const homeOf = async (id: string) => {
  const { state, home } = await get.call(services, director, { id })
  return `${state} at ${home?.name}`
}
const graduating = async (id: string, expectedGraduation: string) => {
  const { version } = await get.call(services, administrator, { id })
  await update.call(services, administrator, { id, version: version!, fields: { expectedGraduation } })
}

test('a registration is welcomed on days 0, 3 and 10; a replay and a second sweep repeat nothing', async () => {
  const id = await person('Wanjiku Welcomed', {}, 'visitor')
  await pass(0)
  expect(await actsOf(id)).toEqual(['2026-11-16 welcome mail-1 done'])
  expect(await planned(id)).toEqual(['welcome mail-2 2026-11-19', 'welcome mail-3 2026-11-26'])
  // The event comes once more, under another identity.
  await owner.query(`insert into outbox_event (id, name, data, subject, created_at)
    select gen_random_uuid(), name, data, subject, created_at from outbox_event where name = 'people/person.registered'`)
  await jump(3)
  await jump(7)
  expect(await actsOf(id)).toEqual([
    '2026-11-16 welcome mail-1 done',
    '2026-11-19 welcome mail-2 done',
    '2026-11-26 welcome mail-3 done',
  ])
  expect(await planned(id)).toEqual([])
  const { rows } = await lifeLine.call(services, leader, { personId: id })
  expect(rows.map(({ kind }) => kind)).toEqual([
    ...['messaging.mail', 'messaging.mail', 'messaging.mail'],
    'automation.welcome.begun',
    'people.joined',
  ])
}, 240_000)

test('a moved graduation moves what comes next; six months before it a member is a pre-graduate', async () => {
  const id = await person('Gathoni Graduating', { expectedGraduation: '2027-06' })
  const graduation = async () => (await planned(id)).filter((act) => !act.startsWith('welcome'))
  expect(await graduation()).toEqual([
    'pre-graduate state 2026-12-01',
    'alumni propose 2027-06-30',
    'alumni transition 2027-07-14',
  ])
  await graduating(id, '2027-08')
  expect(await graduation()).toEqual([
    'pre-graduate state 2027-02-01',
    'alumni propose 2027-08-31',
    'alumni transition 2027-09-14',
  ])
  await graduating(id, '2027-06')
  await jump(until(Date.UTC(2026, 11, 1)))
  expect(await homeOf(id)).toBe('pre_graduate at Kilima University')
  expect((await actsOf(id)).filter((line) => line.includes('graduate'))).toEqual(['2026-12-01 pre-graduate state done'])
}, 240_000)

test('the transition is proposed on the date, held up while the graduate leads, and made after 14 days', async () => {
  const id = await person('Lena Leading', { expectedGraduation: '2026-12' })
  await owner.query(
    `insert into role_assignment (id, person_id, role, node_id, starts_at) values (gen_random_uuid(), $1, 'cell-leader', $2, '2026-01-01')`,
    [id, nodes.emmaus.id],
  )
  // Whoever leads beside them would be the successor.
  await owner.query(`update role_assignment set ends_at = '2026-11-01' where node_id = $1 and person_id <> $2`, [
    nodes.emmaus.id,
    id,
  ])
  await owner.query(
    `insert into membership (id, person_id, node_id, is_home, state, joined_on) values (gen_random_uuid(), $1, $2, false, 'member', '2026-12-01')`,
    [id, nodes.emmaus.id],
  )
  await jump(until(Date.UTC(2026, 11, 31)))
  await jump(until(Date.UTC(2027, 0, 14)))
  expect((await actsOf(id)).filter((line) => line.includes('alumni'))).toEqual([
    '2026-12-31 alumni propose done',
    '2027-01-14 alumni transition waiting leads',
  ])
  const { acts } = await next.call(services, leader, { personId: id })
  expect(acts[0]).toMatchObject({
    step: 'transition',
    waitsFor: { code: 'leads', values: { role: 'cell-leader', node: 'Emmaus' } },
    ask: [{ role: 'campus-leader' }, { role: 'regional-director' }],
  })
  await owner.query(`update role_assignment set ends_at = $2 where person_id = $1`, [id, clock.now()])
  await pass(0)
  expect(await homeOf(id)).toBe('alumni at Highlands Graduates')
  const { rows } = await owner.query(
    `select n.name, m.state, m.left_on is not null as left from membership m join org_node n on n.id = m.node_id where m.person_id = $1 order by m.left_on, n.name`,
    [id],
  )
  expect(rows).toEqual([
    { name: 'Emmaus', state: 'member', left: true },
    { name: 'Kilima University', state: 'alumni', left: true },
    { name: 'Highlands Graduates', state: 'alumni', left: false },
  ])
  expect((await actsOf(id)).at(-1)).toMatch(/alumni transition done$/)
}, 240_000)

test('pause, postpone and resume move it, and stand in the audit and on the life line', async () => {
  const id = await person('Hope Held', { expectedGraduation: today().slice(0, 7) })
  await owner.query(`update person set expected_graduation = '2026-12' where id = $1`, [id])
  await pass(0)
  const proposed = today()
  const alumni = async () => (await planned(id)).filter((act) => act.startsWith('alumni'))
  await pause.call(services, leader, { personId: id, automation: 'alumni', reason: 'Repeats a year' })
  expect(await alumni()).toEqual(['alumni transition null'])
  await jump(20)
  expect(await homeOf(id)).toBe('member at Kilima University')
  const later = new Date(clock.now().getTime() + 10 * 86_400_000).toISOString().slice(0, 10)
  await postpone.call(services, administrator, { personId: id, automation: 'alumni', until: later })
  expect(await alumni()).toEqual([`alumni transition ${later}`])
  expect((await next.call(services, leader, { personId: id })).acts.at(-1)!.held).toMatchObject({
    until: later,
    by: story.people.faith.name,
  })
  await expect(
    postpone.call(services, leader, { personId: id, automation: 'alumni', until: proposed }),
  ).rejects.toMatchObject({ code: 'automation.postpone.not-in-future' })
  moment()
  await resume.call(services, leader, { personId: id, automation: 'alumni' })
  await pass(0)
  expect(await homeOf(id)).toBe('alumni at Highlands Graduates')
  const { rows } = await lifeLine.call(services, director, { personId: id, take: 100 })
  expect(rows.map(({ kind }) => kind).filter((kind) => /paused|postponed|resumed/.test(kind))).toHaveLength(4)
  const audit = await owner.query(
    `select action from audit_entry where subject_id = $1 and action ~ '(pause|postpone|resume)' order by at, id`,
    [id],
  )
  expect(audit.rows.map(({ action }) => action as string)).toEqual([
    'automation.pause',
    'automation.postpone',
    'automation.postpone',
    'automation.resume',
  ])
}, 240_000)

test('three months without a sign: inactive and asked; signing in brings back', async () => {
  const id = await person('Sila Silent')
  await owner.query(
    `insert into account (id, person_id, email, created_at) values ($1, $1, 'sila@example.org', now())`,
    [id],
  )
  const signIn = () =>
    owner.query(
      `insert into sign_in_event (id, account_id, outcome, at) values (gen_random_uuid(), $1, 'signed-in', $2)`,
      [id, clock.now()],
    )
  await signIn()
  const since = today()
  await pass(0)
  expect((await planned(id)).filter((act) => act.startsWith('re-'))).toHaveLength(3)
  await jump(80)
  expect(await homeOf(id)).toBe('member at Kilima University')
  await jump(12)
  expect(await homeOf(id)).toBe('inactive at Kilima University')
  const acts = (await actsOf(id)).filter((line) => line.includes('re-engage'))
  expect(acts.map((line) => line.slice(11))).toEqual(['re-engage inactive done', 're-engage mail-1 done'])
  expect(acts[0]!.slice(0, 10) > since).toBe(true)
  // Whoever leads there is asked to look after them, once, until they are back.
  const asked = async () =>
    (
      await owner.query(
        `select f.state, f.origin, f.due_on - f.created_at::date as days, f.assignee_id, f.outcome is not null as told from follow_up f where f.person_id = $1`,
        [id],
      )
    ).rows
  await pass(0)
  const { ruth } = story.people
  expect(await asked()).toEqual([{ state: 'open', origin: 'automation', days: 7, assignee_id: ruth.id, told: false }])
  await signIn()
  await pass(0)
  expect(await homeOf(id)).toBe('member at Kilima University')
  expect((await actsOf(id)).at(-1)).toMatch(/re-engage returned done$/)
  expect(await asked()).toMatchObject([{ state: 'dropped', told: true }])
  await jump(20)
  expect((await actsOf(id)).at(-1)).toMatch(/returned done$/)
}, 240_000)

test('after a week without a server each step that was due is taken once, and the mails keep their distance', async () => {
  const id = await person('Dalia Downtime', {}, 'visitor')
  const graduate = await person('Dora Downtime')
  await pass(0)
  await owner.query(`update person set expected_graduation = $2 where id = $1`, [graduate, today().slice(0, 7)])
  const begun = today()
  await jump(8)
  const late = today()
  const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000
  expect(days(begun, late)).toBeGreaterThanOrEqual(8)
  expect(await actsOf(id)).toEqual([`${begun} welcome mail-1 done`, `${late} welcome mail-2 done`])
  // Mail 2 was to come on day 3 and mail 3 on day 10: seven days lie between them still.
  const [third] = await planned(id)
  expect(third).toMatch(/^welcome mail-3 /)
  expect(days(late, third!.slice(-10))).toBe(7)
  for (const again of [graduate, id]) {
    const before = await actsOf(again)
    await pass(0)
    expect(await actsOf(again)).toEqual(before)
  }
  const news = await owner.query(
    `select count(*)::int as many, count(distinct dedupe_key)::int as keys from notification where kind like 'graduat%'`,
  )
  expect(news.rows[0]!.many).toBe(news.rows[0]!.keys)
}, 240_000)

test('switched off at a place, nothing happens there; numbers are inherited', async () => {
  await changeSettings.call(services, administrator, {
    nodeId: nodes.kilima.id,
    automation: 'welcome',
    enabled: false,
    numbers: null,
  })
  const id = await person('Otieno Off')
  await pass(0)
  expect(await actsOf(id)).toEqual([])
  await changeSettings.call(services, administrator, {
    nodeId: nodes.kilima.id,
    automation: 'welcome',
    enabled: null,
    numbers: { days: [1], lateDays: 3 },
  })
  const other = await person('Akinyi On')
  await pass(2)
  expect((await actsOf(other)).map((line) => line.slice(11))).toEqual(['welcome mail-1 done'])
}, 240_000)
