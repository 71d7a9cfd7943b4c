/** Follow-ups from a file: found people, given to whoever looks after them, once, and taken back. Source: IMP-1, IMP-5, PPL-6. */
import { story } from '@ministry/seed'
import { beforeEach, expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { close } from '../follow-ups/close.ts'
import { snooze } from '../follow-ups/snooze.ts'
import { createWorld } from '../test-world.ts'
import { get } from './get.ts'
import { importKinds } from './testing/kinds.ts'
import { stepsOf } from './testing/steps.ts'
import { undoChunk } from './undo-chunk.ts'
import { undo } from './undo.ts'

const { services, owner, as, clock } = await createWorld({ importKinds })
const { nodes, people } = story
const admin = await as('campus-administrator')
const ruth = await as('campus-leader')
const kwame = await as('cell-leader')
const { planned, write, rowsOf } = stepsOf(services, admin, nodes.kilima.id, 3, 'follow-ups')
const [minh, leader] = [people.minh, people.kwame]

beforeEach(async () => {
  clock.set(`${story.day}T09:00:00Z`)
  await owner.query('delete from follow_up; delete from notification')
})
const asked = async () =>
  (
    await owner.query<{ title: string; day: string; who: string | null; state: string; origin: string }>(
      `select title, due_on::text as day, assignee_id as who, state, origin from follow_up order by title`,
    )
  ).rows
const idOf = async (title: string) =>
  (await owner.query<{ id: string; version: number }>(`select id, version from follow_up where title = $1`, [title]))
    .rows[0]!
async function takeBack(by: Caller, id: string) {
  await undo.call(services, by, { id })
  while (!(await undoChunk.call(services, by, { id, take: 3 })).finished);
  return get.call(services, by, { id })
}
const head = 'Name,Task,Note,Due date,Assigned to,Status\n'
const line = (task: string, more = `,2026-12-01,${leader.name},`) => `${minh.name},${task},${more}\n`

test('each becomes a task of whoever looks after the person, told once; the same file twice changes nothing', async () => {
  const file =
    head +
    line('Call about the retreat') +
    line('Visit', `bring fruit,,${leader.emails![0]!},new`) +
    line('Old', ',,,done')
  const { id, plan } = await planned(file)
  expect(plan).toMatchObject({ create: 2, skip: 1, error: 0 })
  expect((await rowsOf(id))[0]!.changes).toEqual([
    { field: 'taskTitle', before: null, after: 'Call about the retreat' },
    { field: 'taskDue', before: null, after: '2026-12-01' },
    { field: 'taskAssignee', before: null, after: expect.any(String) as string },
  ])
  expect(await write(id)).toMatchObject({ result: { created: 2, skipped: 1, failed: 0 } })
  const week = new Date(`${story.day}T00:00:00Z`)
  week.setUTCDate(week.getUTCDate() + 7)
  const rest = { who: leader.id, state: 'open', origin: 'import' }
  expect(await asked()).toEqual([
    { title: 'Call about the retreat', day: '2026-12-01', ...rest },
    { title: 'Visit', day: week.toISOString().slice(0, 10), ...rest },
  ])
  const { rows: news } = await owner.query(`select person_id, kind from notification where kind = 'follow-up-given'`)
  expect(news).toEqual([{ person_id: leader.id, kind: 'follow-up-given' }])
  expect((await planned(file)).plan).toMatchObject({ create: 0, change: 0, skip: 3 })
})

test('what can’t be asked for is said beside the row, as the single verb would refuse it', async () => {
  const { id } = await planned(
    head +
      line('No seat', `,,${people.lucia.name},`) +
      line('Nobody', ',,Nemo Nobody,') +
      line('', ',,,') +
      `Un Known,Call,,,,\n${people.faith.name},Call myself,,,,\n`,
  )
  expect((await rowsOf(id)).map(({ verdict, problems }) => [verdict, problems[0]?.code])).toEqual([
    ['error', 'imports.row.assignee-unknown'],
    ['error', 'imports.row.assignee-unknown'],
    ['error', 'imports.row.no-task'],
    ['error', 'imports.row.nobody'],
    ['error', 'imports.row.about-yourself'],
  ])
})

test('an undo drops what nobody has touched, spares the rest, and the same file comes in again', async () => {
  const file = head + line('Untouched') + line('Snoozed') + line('Done')
  const { id } = await planned(file)
  await write(id)
  await snooze.call(services, kwame, { ...(await idOf('Snoozed')), until: '2026-12-24' })
  await close.call(services, ruth, { ...(await idOf('Done')), as: 'done' })
  expect(await takeBack(admin, id)).toMatchObject({ undo: { undone: 1, kept: 2 } })
  expect((await asked()).map(({ title, state }) => `${title}: ${state}`)).toEqual([
    'Done: done',
    'Snoozed: open',
    'Untouched: dropped',
  ])
  expect((await rowsOf(id)).map(({ problems }) => problems[0]?.code)).toEqual([
    undefined,
    'imports.undo.edited',
    'imports.undo.task-closed',
  ])
  expect((await planned(file)).plan).toMatchObject({ create: 1, skip: 2 })
})
