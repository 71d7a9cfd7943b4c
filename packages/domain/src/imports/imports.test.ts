import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import type { Caller } from '../context.ts'
import { importKinds } from './testing/kinds.ts'
import { createWorld } from '../test-world.ts'
import { cancel } from './cancel.ts'
import { commitChunk } from './commit-chunk.ts'
import { commit } from './commit.ts'
import { get } from './get.ts'
import type { Verdict } from './imports.schema.ts'
import { leftOut } from './left-out.ts'
import { list } from './list.ts'
import { map } from './map.ts'
import { planChunk } from './plan-chunk.ts'
import { rows } from './rows.ts'
import { unknownWords } from './unknown-words.ts'
import { upload } from './upload.ts'

const { services, owner, as } = await createWorld({ importKinds })
const admin = await as('campus-administrator')
const campus = story.accounts['campus-administrator'].nodeId!

const bring = async (text: string, caller: Caller = admin, nodeId = campus) =>
  (await upload.call(services, caller, { nodeId, fileName: 'people.csv', content: text })).id
async function dryRun(
  id: string,
  caller: Caller = admin,
  change: (fields: (string | null)[]) => (string | null)[] = (fields) => fields,
) {
  const { columns, settings } = await get.call(services, caller, { id })
  await map.call(services, caller, { id, fields: change(columns.map(({ field }) => field)), settings })
  while (!(await planChunk.call(services, caller, { id, take: 3 })).finished);
  return get.call(services, caller, { id })
}
async function write(id: string, caller: Caller = admin) {
  await commit.call(services, caller, { id })
  while (!(await commitChunk.call(services, caller, { id, take: 3 })).finished);
  return get.call(services, caller, { id })
}
const peopleNamed = async (pattern: string) =>
  (
    await owner.query<{ id: string; name: string; emails: string[]; scope_ids: string[]; birth_date: string }>(
      `select * from person where name like $1 order by name`,
      [pattern],
    )
  ).rows
const rowsOf = async (id: string, verdict?: Verdict) => (await rows.call(services, admin, { id, verdict })).rows

test('brings people in, and the same file twice changes nothing', async () => {
  const file =
    'First name;Last name;E-Mail;Birthdate;Group\nÉsaïe;Gärber;ESAIE@example.com;25.08.2001;\nHelin;Fietz;;;Mustard Seed\n'
  const id = await bring(file)
  const planned = await dryRun(id)
  expect(planned).toMatchObject({ state: 'planned', plan: { create: 2, change: 0, skip: 0, conflict: 0, error: 0 } })
  expect(await peopleNamed('%Gärber')).toEqual([]) // nothing before the commit
  expect(await write(id)).toMatchObject({ state: 'done', result: { created: 2, changed: 0, skipped: 0, failed: 0 } })
  const [person] = await peopleNamed('%Gärber')
  expect(person).toMatchObject({ name: 'Ésaïe Gärber', emails: ['esaie@example.com'], birth_date: '2001-08-25' })
  expect(person!.scope_ids).toContain(campus)
  const [inGroup] = await peopleNamed('Helin Fietz')
  expect(inGroup!.scope_ids).toContain(story.nodes.mustardSeed.id)

  const again = await bring(file)
  expect(await dryRun(again)).toMatchObject({ plan: { create: 0, change: 0, skip: 2, conflict: 0, error: 0 } })
  expect(await write(again)).toMatchObject({ result: { created: 0, changed: 0, skipped: 2, failed: 0 } })
})

test('shows each change field by field, erases nothing by a blank, and adds addresses', async () => {
  await write(
    await dryRun(await bring('Name,Email,City,Date of birth\nOlu Change,olu@example.com,Thika,1999-02-03\n')).then(
      ({ id }) => id,
    ),
  )
  const id = await bring('Name,Email,City,Date of birth\nOlu Change,olu2@example.com;olu@example.com,,1999-02-03\n')
  await dryRun(id)
  const [row] = await rowsOf(id, 'change')
  expect(row!.changes).toEqual([
    { field: 'emails', before: ['olu@example.com'], after: ['olu@example.com', 'olu2@example.com'] },
  ])
  await write(id)
  const { rows: after } = await owner.query(`select emails, city from person where name = 'Olu Change'`)
  expect(after).toEqual([{ emails: ['olu@example.com', 'olu2@example.com'], city: 'Thika' }])
})

test('tells what is wrong with a row, where, and goes on with the others', async () => {
  const id = await bring(
    'Name,Email,Birth date,Group\nGood One,good@example.com,2001-01-01,\nBad Mail,not-an-address,2001-01-01,\nBad Date,x@example.com,31.04.2001,\nNowhere,n@example.com,,Atlantis\n,nobody@example.com,,\nGood One,good@example.com,2001-01-01,\n',
  )
  expect(await dryRun(id)).toMatchObject({ plan: { create: 1, skip: 1, error: 4 } })
  const problems = (await rowsOf(id, 'error')).map(({ number, problems: [first] }) => [
    number,
    first!.column,
    first!.value,
  ])
  expect(problems).toEqual([
    [3, 'Email', 'not-an-address'],
    [4, 'Birth date', '31.04.2001'],
    [5, 'Group', 'Atlantis'],
    [6, null, null],
  ])
  const [repeated] = await rowsOf(id, 'skip')
  expect(repeated!.problems[0]).toMatchObject({ code: 'imports.row.repeated', values: { row: 2 } })
  expect(await write(id)).toMatchObject({ result: { created: 1, skipped: 1, failed: 4 } })
})

test('leaves alone whom somebody else changed since the dry run', async () => {
  await write(await dryRun(await bring('Name,Email,City\nRita Race,rita@example.com,Thika\n')).then(({ id }) => id))
  const id = await bring('Name,Email,City\nRita Race,rita@example.com,Nakuru\n')
  await dryRun(id)
  await owner.query(`update person set version = version + 1, city = 'Embu' where name = 'Rita Race'`)
  expect(await write(id)).toMatchObject({ result: { changed: 0, failed: 1 } })
  expect((await owner.query(`select city from person where name = 'Rita Race'`)).rows).toEqual([{ city: 'Embu' }])
})

test('takes each row once although the commit was pressed twice and chunks run side by side', async () => {
  const id = await bring(
    `Name,Email\n${Array.from({ length: 20 }, (_, i) => `Twin ${i},twin${i}@example.com`).join('\n')}\n`,
  )
  await dryRun(id)
  await Promise.all([commit.call(services, admin, { id }), commit.call(services, admin, { id })])
  const chunk = () => commitChunk.call(services, admin, { id, take: 3 })
  for (let i = 0; i < 12; i++) await Promise.all([chunk(), chunk()])
  expect(await get.call(services, admin, { id })).toMatchObject({ state: 'done', result: { created: 20, failed: 0 } })
  expect(await peopleNamed('Twin %')).toHaveLength(20)
})

test('writes people, audit and outcome together or not at all', async () => {
  const id = await bring('Name,Email\nAtom One,atom1@example.com\nAtom Two,atom2@example.com\n')
  await dryRun(id)
  await commit.call(services, admin, { id })
  const broken = {
    ...services,
    db: {
      ...services.db,
      transaction: ((context, options, run) =>
        services.db.transaction(context, options, async (tx) => {
          await run(tx)
          throw new Error('power cut')
        })) as typeof services.db.transaction,
    },
  }
  await expect(commitChunk.call(broken, admin, { id, take: 10 })).rejects.toThrow('power cut')
  expect(await peopleNamed('Atom %')).toEqual([])
  expect(
    (await owner.query(`select count(*)::int n from import_row where import_id = $1 and outcome is not null`, [id]))
      .rows,
  ).toEqual([{ n: 0 }])
  while (!(await commitChunk.call(services, admin, { id, take: 10 })).finished);
  expect(await peopleNamed('Atom %')).toHaveLength(2)
  const { rows: audit } = await owner.query(
    `select action, actor_kind, personal_after from audit_entry where noun = 'Person' and subject_id = any (select id from person where name like 'Atom %')`,
  )
  expect(audit).toHaveLength(2)
  expect(audit[0]).toMatchObject({ action: 'imports.commit-chunk' })
})

test('stays within the importer: other nodes are not found, other rows not seen', async () => {
  const elsewhere = story.nodes.mtoni.id
  await expect(bring('Name\nSpy\n', admin, elsewhere)).rejects.toMatchObject({ kind: 'NotFound' })
  const id = await bring('Name\nOwn Row\n')
  const other = await as('finance-director')
  await expect(get.call(services, other, { id })).rejects.toMatchObject({ kind: 'NotAllowed' })
  const { lucia } = story.people
  const neighbour = Object.values(story.furtherAccounts).find(({ personId }) => personId === lucia.id)!
  const world = { principal: await services.auth.sessions.principalOf(neighbour.accountId), request: admin.request }
  await expect(get.call(services, world, { id })).rejects.toMatchObject({ kind: 'NotFound' })
  await expect(rows.call(services, world, { id })).rejects.toMatchObject({ kind: 'NotFound' })
  expect((await list.call(services, world, { nodeId: neighbour.nodeId! })).rows.map((row) => row.id)).not.toContain(id)
  const group = await bring(`Name,Group\nOut Sider,${story.nodes.emmaus.name}\n`)
  expect(await dryRun(group)).toBeTruthy()
})

test('is found only under the places that it stands at or below', async () => {
  const id = await bring('Name\nPlaced Here\n')
  const at = (nodeId: string) => get.call(services, admin, { id, nodeId })
  expect(await at(campus)).toMatchObject({ id })
  expect(await at(story.nodes.highlands.id)).toMatchObject({ id })
  for (const node of [story.nodes.mustardSeed, story.nodes.mtoni, story.nodes.harvest])
    await expect(at(node.id)).rejects.toMatchObject({ kind: 'NotFound' })
})

test('refuses steps out of turn, and a cancelled import ends', async () => {
  const id = await bring('Name\nEarly Bird\n')
  await expect(commit.call(services, admin, { id })).rejects.toMatchObject({
    kind: 'RuleBroken',
    code: 'imports.step.not-now',
  })
  await dryRun(id)
  await cancel.call(services, admin, { id })
  await expect(commit.call(services, admin, { id })).rejects.toMatchObject({ code: 'imports.step.not-now' })
  expect(await commitChunk.call(services, admin, { id, take: 5 })).toMatchObject({ finished: true, rows: 0 })
  expect(await peopleNamed('Early Bird')).toEqual([])
})

test('refuses two columns for one field, and a file without names', async () => {
  const id = await bring('Name,Also name,City\nA B,C D,E\n')
  const { settings } = await get.call(services, admin, { id })
  const as2 = (fields: (string | null)[]) => map.call(services, admin, { id, fields, settings })
  await expect(as2(['name', 'name', null])).rejects.toMatchObject({ code: 'imports.map.field-twice' })
  await expect(as2([null, null, 'city'])).rejects.toMatchObject({ code: 'imports.map.no-name' })
  await expect(as2(['name'])).rejects.toMatchObject({ code: 'imports.map.column-count' })
})

test('remembers the chosen columns for the next file with these headings', async () => {
  const file = 'Who,Where they sleep\nMemo Ry,Thika\n'
  const id = await bring(file)
  await dryRun(id, admin, () => ['name', 'city'])
  const { columns } = await get.call(services, admin, { id: await bring(file.replace('Memo Ry', 'Memo Two')) })
  expect(columns.map(({ field, confidence }) => [field, confidence])).toEqual([
    ['name', 'certain'],
    ['city', 'certain'],
  ])
})

test('whoever reads an import sees of its rows only people that they may see', async () => {
  const director = await as('regional-director')
  const other = story.nodes.mtoni.id
  await write(
    await dryRun(
      await bring('Name,Email,City\nHidden Person,hidden@example.com,Thika\n', director, other),
      director,
    ).then(({ id }) => id),
    director,
  )
  const id = await bring('Name,Email,City\nHidden Person,hidden@example.com,Nakuru\n', director)
  await dryRun(id, director)
  const [seen] = (await rows.call(services, director, { id })).rows
  const [hidden] = (await rows.call(services, admin, { id })).rows
  if (seen!.personId) expect(hidden).toMatchObject({ personId: null, name: null, changes: [], problems: [] })
  else expect(seen).toMatchObject({ verdict: 'create' })
})

test('says which words of a choice aren’t known, and takes what a person says they mean', async () => {
  const file = 'Name,Status\nUnder Stood,Stalwart\nAlso Meant,STALWART\nLeft Blank,Yonder\nPlainly Member,member\n'
  const id = await bring(file)
  expect(await dryRun(id)).toMatchObject({ plan: { create: 1, error: 3 } })
  const words = await unknownWords.call(services, admin, { id })
  expect(words).toEqual([
    { field: 'state', heading: 'Status', word: 'STALWART', key: 'stalwart', rows: 2 },
    { field: 'state', heading: 'Status', word: 'Yonder', key: 'yonder', rows: 1 },
  ])
  const { columns, settings } = await get.call(services, admin, { id })
  const fields = columns.map(({ field }) => field)
  const again = (meanings: Record<string, Record<string, string | null>>) =>
    map.call(services, admin, { id, fields, settings: { ...settings, meanings } })
  await expect(again({ state: { stalwart: 'king' } })).rejects.toMatchObject({ code: 'imports.map.no-such-meaning' })
  await map.call(services, admin, { id, fields, settings: { ...settings, homeNodeId: undefined, meanings: undefined } })
  while (!(await planChunk.call(services, admin, { id, take: 3 })).finished);
  await again({ state: { stalwart: 'alumni', yonder: null } })
  while (!(await planChunk.call(services, admin, { id, take: 3 })).finished);
  const { rows: found } = await rows.call(services, admin, { id, verdict: 'create' })
  const stateOf = (name: string) =>
    found.find((row) => row.name === name)?.changes.find(({ field }) => field === 'state')?.after
  expect(['Under Stood', 'Also Meant', 'Left Blank'].map(stateOf)).toEqual(['alumni', 'alumni', 'member'])
  expect(await unknownWords.call(services, admin, { id })).toEqual([])
})

test('hands out the rows that were not taken as they stood in the file', async () => {
  const id = await bring(
    'Name,Email,Remark\nTa Ken,taken@example.com,fine\nLeft Out,no address,"kept, too"\n,,nameless\n',
  )
  await dryRun(id)
  const { headings, rows: left, next } = await leftOut.call(services, admin, { id, take: 1 })
  expect(headings).toEqual(['Name', 'Email', 'Remark'])
  expect(left).toMatchObject([{ number: 3, cells: ['Left Out', 'no address', 'kept, too'] }])
  expect(left[0]!.problems[0]).toMatchObject({ code: 'imports.value.not-an-email', column: 'Email' })
  expect((await leftOut.call(services, admin, { id, after: next! })).rows.map(({ number }) => number)).toEqual([4])
  await write(id)
  expect((await leftOut.call(services, admin, { id })).rows.map(({ number }) => number)).toEqual([3, 4])
})
