import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { createWorld } from '../../test-world.ts'
import { changeView } from './change.ts'
import { listViews } from './list.ts'
import { rememberList } from './remember.ts'
import { removeView } from './remove.ts'
import { saveView } from './save.ts'

const { services, owner, as } = await createWorld()
const { nodes } = story
const leader = await as('campus-leader')
const admin = await as('campus-administrator')
const cellLeader = await as('cell-leader')
const director = await as('regional-director')
const member = await as('small-group-member')

const looks = {
  name: 'Women about to graduate',
  filter: {
    where: {
      all: [
        { field: 'gender' as const, is: ['female' as const] },
        { field: 'graduation' as const, to: '2027' },
      ],
    },
  },
  columns: ['email' as const, 'graduation' as const],
  order: { by: 'graduation' as const, descending: false },
}
const names = async (caller: typeof leader, node = nodes.kilima) =>
  (await listViews.call(services, caller, { nodeId: node.id })).views.map(({ name }) => name)

test('one’s own view is nobody else’s; it comes back as it was', async () => {
  const { id } = await saveView.call(services, leader, { nodeId: nodes.kilima.id, ...looks, name: 'Mine' })
  const { views } = await listViews.call(services, leader, { nodeId: nodes.kilima.id })
  expect(views.find((view) => view.id === id)).toEqual({
    ...{ id, ...looks, name: 'Mine', shared: false, mine: true, changeable: true, version: 1 },
    place: { id: nodes.kilima.id, name: nodes.kilima.name },
  })
  for (const other of [admin, director, cellLeader]) expect(await names(other)).not.toContain('Mine')
  await expect(changeView.call(services, admin, { id, version: 1, name: 'Taken' })).rejects.toMatchObject({
    kind: 'NotFound',
  })
  await expect(removeView.call(services, director, { id, version: 1 })).rejects.toMatchObject({ kind: 'NotFound' })
})

test('a shared view is seen there and below, and nowhere beside or above; changed by whom it is for to change', async () => {
  const { id } = await saveView.call(services, admin, {
    nodeId: nodes.kilima.id,
    ...looks,
    name: 'For all',
    shared: true,
  })
  expect(await names(cellLeader, nodes.mustardSeed)).toContain('For all')
  expect(await names(director, nodes.highlands)).not.toContain('For all')
  await expect(changeView.call(services, cellLeader, { id, version: 1, name: 'No' })).rejects.toMatchObject({
    kind: 'NotAllowed',
  })
  const { version } = await changeView.call(services, director, { id, version: 1, name: 'For everybody' })
  await expect(changeView.call(services, leader, { id, version: 1, name: 'Late' })).rejects.toMatchObject({
    kind: 'Conflict',
  })
  await expect(removeView.call(services, leader, { id, version: 1 })).rejects.toMatchObject({ kind: 'Conflict' })
  expect(await names(leader)).toContain('For everybody')
  await removeView.call(services, leader, { id, version })
  expect(await names(admin)).not.toContain('For everybody')
  const { rows } = await owner.query<{ action: string }>(
    `select action from audit_entry where subject_id = $1 order by at, id`,
    [id],
  )
  expect(rows.map(({ action }) => action).toSorted()).toEqual([
    'people.views.change',
    'people.views.remove',
    'people.views.save',
  ])
})

test('only who made a view takes it back; who manages it is told so', async () => {
  const { id } = await saveView.call(services, admin, { nodeId: nodes.kilima.id, ...looks, name: 'Ours', shared: true })
  await expect(changeView.call(services, director, { id, version: 1, shared: false })).rejects.toMatchObject({
    code: 'people.views.change.of-another',
  })
  await changeView.call(services, director, { id, version: 1, name: 'Still ours', shared: true })
  await changeView.call(services, admin, { id, version: 2, shared: false })
  expect(await names(admin)).toContain('Still ours')
  expect(await names(director)).not.toContain('Still ours')
})

test('nobody shares above their reach, and group members keep no views', async () => {
  await expect(
    saveView.call(services, leader, { nodeId: nodes.highlands.id, ...looks, shared: true }),
  ).rejects.toMatchObject({ kind: 'NotAllowed' })
  await expect(saveView.call(services, leader, { nodeId: nodes.mtoni.id, ...looks })).rejects.toMatchObject({
    kind: 'NotFound',
  })
  await expect(saveView.call(services, member, { nodeId: nodes.mustardSeed.id, ...looks })).rejects.toMatchObject({
    kind: 'NotAllowed',
  })
})

test('columns and the view to begin with are remembered per person; a view that goes takes its place along', async () => {
  const { id, version } = await saveView.call(services, leader, { nodeId: nodes.kilima.id, ...looks })
  await rememberList.call(services, leader, { columns: ['city', 'email'], defaultViewId: id })
  const mine = await listViews.call(services, leader, { nodeId: nodes.kilima.id })
  expect(mine).toMatchObject({ columns: ['city', 'email'], defaultViewId: id })
  await rememberList.call(services, leader, { columns: null })
  expect(await listViews.call(services, leader, { nodeId: nodes.kilima.id })).toMatchObject({
    columns: null,
    defaultViewId: id,
  })
  await expect(rememberList.call(services, admin, { defaultViewId: id })).rejects.toMatchObject({ kind: 'NotFound' })
  await removeView.call(services, leader, { id, version })
  expect(await listViews.call(services, leader, { nodeId: nodes.kilima.id })).toMatchObject({ defaultViewId: null })
  expect(await listViews.call(services, admin, { nodeId: nodes.kilima.id })).toMatchObject({
    columns: null,
    defaultViewId: null,
  })
})

test('the second wall: another’s own view is no row at all', async () => {
  await saveView.call(services, leader, { nodeId: nodes.kilima.id, ...looks, name: 'Walled' })
  const { principal } = admin
  const seen = await services.db.transaction(
    {
      scope: { 'View.write': [nodes.kilima.id], 'OrgNode.read': [nodes.kilima.id] },
      accountId: principal!.accountId,
      personId: principal!.personId,
    },
    {},
    ({ client }) => client.query(`select name from people_view where name = 'Walled'`),
  )
  expect(seen.rows).toEqual([])
})
