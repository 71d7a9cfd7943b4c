/** What a file does to people who are on record already. Source: IMP-2, IMP-6. */
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { importKinds } from './testing/kinds.ts'
import { createWorld } from '../test-world.ts'
import { commitChunk } from './commit-chunk.ts'
import { commit } from './commit.ts'
import { get } from './get.ts'
import { stepsOf } from './testing/steps.ts'

const { services, owner, as, clock } = await createWorld({ importKinds })
const { nodes } = story
const admin = await as('campus-administrator')
const campus = stepsOf(services, admin, nodes.kilima.id)
const { planned, write, rowsOf } = campus
const head = 'Name,Email,City,Group,Status,Do not contact\n'

/** Brings people in as members at the campus; a day later the file under test comes. */
async function onRecord(...lines: string[]) {
  const { id } = await planned(head + lines.join('\n') + '\n')
  expect(await write(id)).toMatchObject({ result: { created: lines.length } })
  clock.set(new Date(clock.now().getTime() + 86_400_000))
}
const stateOf = async (name: string) => {
  const { rows } = await owner.query(
    `select p.city, p.do_not_contact as quiet, p.version,
            (select json_agg(n.name || ': ' || m.state order by m.is_home desc, n.name) from membership m join org_node n on n.id = m.node_id
              where m.person_id = p.id and m.left_on is null) as places
       from person p where p.name = $1`,
    [name],
  )
  expect(rows).toHaveLength(1)
  return rows[0] as { city: string | null; quiet: boolean; version: number; places: string[] }
}
const changesOf = async (id: string) =>
  (await rowsOf(id, 'change')).map(({ changes }) => changes.map(({ field, before, after }) => [field, before, after]))

test('joins the group that the row names, once; the home stays', async () => {
  await onRecord('Ann Joins,ann@example.com,Thika,,member,')
  const file = head + 'Ann Joins,ann@example.com,,Mustard Seed,visitor,\n'
  const { id, plan } = await planned(file)
  expect(plan).toMatchObject({ create: 0, change: 1 })
  expect(await changesOf(id)).toEqual([
    [
      ['node', null, 'Mustard Seed'],
      ['state', null, 'visitor'],
    ],
  ])
  expect((await stateOf('Ann Joins')).places).toEqual(['Kilima University: member']) // nothing before the commit
  expect(await write(id)).toMatchObject({ result: { changed: 1, failed: 0 } })
  expect(await stateOf('Ann Joins')).toMatchObject({
    city: 'Thika',
    places: ['Kilima University: member', 'Mustard Seed: visitor'],
  })
  expect((await planned(file)).plan).toMatchObject({ change: 0, skip: 1 })
  const { rows } = await owner.query(
    `select a.action, a.after from audit_entry a join person p on p.id = a.person_id where p.name = 'Ann Joins' and a.noun = 'Membership'`,
  )
  expect(rows).toMatchObject([{ action: 'imports.commit-chunk', after: { state: 'visitor', isHome: false } }])
})

test('changes the state, of the place that the row names or else of the home', async () => {
  await onRecord('Bob States,bob@example.com,,,visitor,')
  const { id } = await planned(head + 'Bob States,bob@example.com,,,member,\n')
  expect(await changesOf(id)).toEqual([[['state', 'visitor', 'member']]])
  await write(id)
  expect((await stateOf('Bob States')).places).toEqual(['Kilima University: member'])
  clock.set(new Date(clock.now().getTime() + 86_400_000))
  await write((await planned(head + 'Bob States,bob@example.com,,Emmaus,visitor,\n')).id)
  const { id: second } = await planned(head + 'Bob States,bob@example.com,,Emmaus,inactive,\n')
  expect(await changesOf(second)).toEqual([[['state', 'visitor', 'inactive']]])
  await write(second)
  expect((await stateOf('Bob States')).places).toEqual(['Kilima University: member', 'Emmaus: inactive'])
})

test('sets do-not-contact and never lifts it; blanks and "no" leave everything as it is', async () => {
  await onRecord('Cam Quiet,cam@example.com,Thika,,member,')
  const { id } = await planned(head + 'Cam Quiet,cam@example.com,,,,yes\n')
  expect(await changesOf(id)).toEqual([[['doNotContact', false, true]]])
  await write(id)
  expect(await stateOf('Cam Quiet')).toMatchObject({ quiet: true, city: 'Thika' })
  for (const word of ['no', ''])
    expect((await planned(head + `Cam Quiet,cam@example.com,,,,${word}\n`)).plan).toMatchObject({ skip: 1, change: 0 })
  const { id: other } = await planned(head + 'Cam Quiet,cam@example.com,Embu,,,no\n')
  await write(other)
  expect(await stateOf('Cam Quiet')).toMatchObject({
    quiet: true,
    city: 'Embu',
    places: ['Kilima University: member'],
  })
  const { rows } = await owner.query(
    `select d.lifted_at from do_not_contact d join person p on p.id = d.person_id where p.name = 'Cam Quiet'`,
  )
  expect(rows).toEqual([{ lifted_at: null }])
})

test('says of each part that it can’t take why not, and takes the rest', async () => {
  await onRecord('Dee Partly,dee@example.com,,,visitor,')
  const { id } = await planned(head + 'Dee Partly,dee@example.com,Embu,,alumni,\n')
  const [row] = await rowsOf(id)
  expect(row).toMatchObject({
    verdict: 'change',
    changes: [{ field: 'city' }],
    problems: [{ code: 'people.change-state.not-after', values: { from: 'visitor', to: 'alumni' } }],
  })
  expect((await planned(head + 'Dee Partly,dee@example.com,,,alumni,\n')).plan).toMatchObject({ conflict: 1 })
  const { id: left } = await planned(head + 'Dee Partly,dee@example.com,Kisumu,,left,\n')
  expect(await rowsOf(left)).toMatchObject([{ verdict: 'conflict', problems: [{ code: 'imports.row.leaving' }] }])
})

test('leaves the e-mail address of who stands higher, and says so in the dry run', async () => {
  const { ruth } = story.people
  const line = `${ruth.name},${ruth.emails![0]}; evil@example.com,Embu\n`
  const { id } = await planned(`Name,Email,City\n${line}`)
  const [row] = await rowsOf(id)
  expect(row).toMatchObject({
    personId: ruth.id,
    verdict: 'change',
    changes: [{ field: 'city' }],
    problems: [{ code: 'people.update.email-of-higher-role' }],
  })
  await write(id)
  const { rows } = await owner.query(`select emails, city from person where id = $1`, [ruth.id])
  expect(rows).toEqual([{ emails: ruth.emails, city: 'Embu' }])
  const again = await planned(`Name,Email,City,Remark\n${line.trim()},x\n`)
  expect(again.plan).toMatchObject({ conflict: 1, change: 0 })
})

test('brings somebody of another place of one’s own to the import’s place as a further membership', async () => {
  const director = await as('regional-director')
  const regional = stepsOf(services, director, nodes.highlands.id)
  const { id } = await regional.planned('Name,Email\nEve Elsewhere,eve@example.com\n', nodes.mtoni.id)
  await regional.write(id)
  const { id: second } = await regional.planned('Name,Email\nEve Elsewhere,eve@example.com\n', nodes.kilima.id)
  const [row] = await regional.rowsOf(second)
  expect(row).toMatchObject({
    verdict: 'change',
    changes: [{ field: 'node', after: 'Kilima University' }, { field: 'state' }],
  })
  await regional.write(second)
  expect((await stateOf('Eve Elsewhere')).places).toEqual(['Mtoni Polytechnic: member', 'Kilima University: member'])
  // The administrator of the second place now sees the guest, whose contact data and wishes stay the home's.
  const guest = await planned(head + 'Eve Elsewhere,eve@example.com,Embu,,,yes\n')
  expect(guest.plan).toMatchObject({ conflict: 1, change: 0 })
})

test('leaves alone whose state or place was changed since the dry run', async () => {
  await onRecord('Fay Raced,fay@example.com,,,visitor,', 'Gus Raced,gus@example.com,,,visitor,')
  const { id } = await planned(head + 'Fay Raced,fay@example.com,,,member,\nGus Raced,gus@example.com,,,member,\n')
  await owner.query(
    `update membership set state = 'inactive' where person_id = (select id from person where name = 'Fay Raced')`,
  )
  expect(await write(id)).toMatchObject({ result: { changed: 1, failed: 1 } })
  expect((await stateOf('Fay Raced')).places).toEqual(['Kilima University: inactive'])
  expect((await stateOf('Gus Raced')).places).toEqual(['Kilima University: member'])
})

test('a row that is refused in the commit leaves nothing behind, and the others go on', async () => {
  const names = ['Hal', 'Ida', 'Jon', 'Kim', 'Lea']
  await onRecord(...names.map((name) => `${name} Chunk,${name}@example.com,,,member,`))
  const { id } = await planned(
    head +
      names
        .map((name, i) => `${name} Chunk,${name}@example.com,Embu,${i % 2 ? 'Bereans' : 'Emmaus'},member,yes`)
        .join('\n') +
      '\n',
  )
  await owner.query(`update org_node set state = 'closed' where id = $1`, [nodes.bereans.id])
  try {
    await commit.call(services, admin, { id })
    while (!(await commitChunk.call(services, admin, { id, take: 500 })).finished);
  } finally {
    await owner.query(`update org_node set state = 'active' where id = $1`, [nodes.bereans.id])
  }
  expect(await get.call(services, admin, { id })).toMatchObject({ result: { changed: 3, failed: 2 } })
  for (const [i, name] of names.entries())
    expect(await stateOf(`${name} Chunk`), name).toMatchObject(
      i % 2
        ? { quiet: false, city: null, places: ['Kilima University: member'] }
        : { quiet: true, city: 'Embu', places: ['Kilima University: member', 'Emmaus: member'] },
    )
  const { rows } = await owner.query(
    `select count(*)::int as n from audit_entry a join person p on p.id = a.person_id
      where p.name in ('Ida Chunk', 'Kim Chunk') and a.noun in ('Membership', 'Person') and a.action = 'imports.commit-chunk'`,
  )
  expect(rows).toEqual([{ n: 2 }]) // their creation only
  expect((await rowsOf(id)).filter(({ outcome }) => outcome === 'failed')).toMatchObject([
    { problems: [{ code: 'people.join-node.node-closed' }] },
    { problems: [{ code: 'people.join-node.node-closed' }] },
  ])
})
