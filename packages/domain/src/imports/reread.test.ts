/** A file that was read wrongly is read in another way, without being sent again. Source: IMP-1, IMP-2. */
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { importKinds } from './testing/kinds.ts'
import { createWorld } from '../test-world.ts'
import { cancel } from './cancel.ts'
import { get } from './get.ts'
import type { AskedReading } from './imports.schema.ts'
import { map } from './map.ts'
import { reread } from './reread.ts'
import { stepsOf } from './testing/steps.ts'
import { upload } from './upload.ts'

const { services, owner, as } = await createWorld({ importKinds })
const admin = await as('campus-administrator')
const { nodes } = story
const campus = stepsOf(services, admin, nodes.kilima.id)
const readAs = (id: string, asked: AskedReading) => reread.call(services, admin, { id, ...asked })
const look = (id: string) => get.call(services, admin, { id })
const parts = async (id: string) =>
  (await owner.query(`select 1 from import_part where import_id = $1`, [id])).rows.length
const cells = async (id: string) =>
  (await owner.query<{ cells: string[] }>(`select cells from import_row where import_id = $1 order by number`, [id]))
    .rows

test('another row of headings, none, another delimiter and encoding', async () => {
  const bytes = Buffer.from('Team;Red\nFull name;Email\nGy\xf5z\xf5 Fekete;gy@example.org\n', 'latin1')
  const { id } = await upload.call(services, admin, {
    nodeId: nodes.kilima.id,
    fileName: 'a.csv',
    content: streamOf(bytes),
  })
  expect((await look(id)).source).toMatchObject({
    encoding: 'windows-1252',
    delimiter: ';',
    headingRow: 2,
    letters: ['Gyõzõ'],
    beginning: [{ number: 1, cells: ['Team', 'Red'] }, { number: 2 }, { number: 3 }],
    asked: [],
    kept: true,
  })
  await readAs(id, { encoding: 'windows-1250' })
  const hungarian = await look(id)
  expect(hungarian).toMatchObject({
    rowCount: 1,
    state: 'mapping',
    source: { letters: ['Győző'], asked: ['encoding'] },
  })
  expect(await cells(id)).toEqual([{ cells: ['Győző Fekete', 'gy@example.org'] }])
  await readAs(id, { encoding: 'windows-1250', headingRow: 1 })
  expect(await look(id)).toMatchObject({
    rowCount: 2,
    source: { headingRow: 1 },
    columns: [{ heading: 'Team' }, { heading: 'Red' }],
  })
  await readAs(id, { headingRow: 0 })
  expect(await look(id)).toMatchObject({ rowCount: 3, columns: [{ heading: '(A)' }, { heading: '(B)' }] })
  await readAs(id, { delimiter: ',' })
  expect((await look(id)).columns).toHaveLength(1)
})

test('from a finished dry run back to the columns; what can’t be read so stays as it was', async () => {
  const { id } = await campus.planned('Name,Email\nReread One,r1@example.org\n')
  await expect(readAs(id, { headingRow: 9 })).rejects.toMatchObject({ code: 'imports.read.heading-row-not-found' })
  expect(await look(id)).toMatchObject({ state: 'planned', plan: { create: 1 }, rowCount: 1 })
  await readAs(id, {})
  expect(await look(id)).toMatchObject({ state: 'mapping', plan: null, plannedRows: 0 })
  expect(await campus.dryRun(id)).toMatchObject({ state: 'planned', plan: { create: 1 } })
})

test('the file is let go of with the commit and with the end, and read no more', async () => {
  const { id } = await campus.planned('Name\nReread Two\n')
  expect(await parts(id)).toBe(1)
  await campus.write(id)
  expect(await parts(id)).toBe(0)
  await expect(readAs(id, {})).rejects.toMatchObject({ code: 'imports.step.not-now' })
  const other = await campus.bring('Name\nReread Three\n')
  await cancel.call(services, admin, { id: other })
  expect(await parts(other)).toBe(0)
  const older = await campus.bring('Name\nReread Four\n')
  await owner.query(`delete from import_part where import_id = $1`, [older])
  expect((await look(older)).source.kept).toBe(false)
  await expect(readAs(older, {})).rejects.toMatchObject({ code: 'imports.reread.not-kept' })
})

test('nobody reads a file anew whose import is not theirs to plan', async () => {
  const id = await campus.bring('Name\nReread Five\n')
  await expect(reread.call(services, await as('external-contributor'), { id })).rejects.toMatchObject({
    kind: /NotAllowed|NotFound/,
  })
  expect(await parts(id)).toBe(1)
})

test('dates have their order column by column, with the cells that tell', async () => {
  const id = await campus.bring(
    'Name,Birth date,Member since,Left\nA,25/08/2004,09/01/2021,01/02/2020\nB,03/04/2005,09/30/2022,02/03/2020\nC,31.12.1999,01/05/2021,05/05/2020\n',
  )
  const { columns, settings, dateOrderFound } = await look(id)
  expect(columns.map(({ dates }) => dates?.order)).toEqual([undefined, 'dmy', 'mdy', 'ambiguous'])
  expect(columns[1]!.dates).toEqual({
    order: 'dmy',
    because: [
      { row: 2, value: '25/08/2004' },
      { row: 4, value: '31.12.1999' },
    ],
    against: [],
  })
  expect(columns[3]!.dates!.because).toEqual([
    { row: 2, value: '01/02/2020' },
    { row: 3, value: '02/03/2020' },
    { row: 4, value: '05/05/2020' },
  ])
  expect(settings.dateOrders).toEqual({ 1: 'dmy', 2: 'mdy' })
  expect(dateOrderFound).toBe('dmy')
  const fields = columns.map(({ field }) => field)
  await map.call(services, admin, { id, fields, settings })
  expect(await campus.dryRun(id)).toMatchObject({ plan: { create: 3, error: 0 } })
  const [first, second] = await campus.rowsOf(id)
  const after = (row: typeof first, field: string) => row!.changes.find((change) => change.field === field)?.after
  expect([after(first, 'birthDate'), after(first, 'joinedOn')]).toEqual(['2004-08-25', '2021-09-01'])
  expect(after(second, 'birthDate')).toBe('2005-04-03')
})

async function* streamOf(bytes: Buffer) {
  yield bytes
}
