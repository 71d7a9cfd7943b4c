/** A new row that looks like somebody on record is never guessed: a person decides. Source: IMP-2, PPL-5. */
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { systemCaller } from '../acting.ts'
import { sweep } from '../people/duplicates/sweep.ts'
import { createWorld } from '../test-world.ts'
import { choose } from './choose.ts'
import { chooseAlike } from './choose-alike.ts'
import { get } from './get.ts'
import { planChunk } from './plan-chunk.ts'
import { undecided } from './undecided.ts'
import { importKinds } from './testing/kinds.ts'
import { stepsOf } from './testing/steps.ts'

const { services, owner, as, clock } = await createWorld({ importKinds })
const { nodes } = story
const admin = await as('campus-administrator')
const { planned, write, rowsOf } = stepsOf(services, admin, nodes.kilima.id, 50)
const head = 'Name,Email,Phone,Birth date,City\n'

const { rows: movement } = await owner.query<{ id: string }>(`select scope_ids[1] as id from org_node where id = $1`, [
  nodes.kilima.id,
])
/** Brings people in and lets the hourly search see them. */
async function onRecord(...lines: string[]) {
  await write((await planned(head + lines.join('\n') + '\n')).id)
  clock.set(new Date(clock.now().getTime() + 60_000))
  await sweep.call(services, systemCaller([movement[0]!.id], 'workflow:test'), {
    movementId: movement[0]!.id,
    take: 1000,
  })
}
const idOf = async (name: string) =>
  (await owner.query<{ id: string }>(`select id from person where name = $1`, [name])).rows[0]!.id

await onRecord(
  'Oluwaseun Adebayo-Whitfield,seun@example.org,0712 345 600,1999-04-12,Thika',
  'Zipporah Kamaunde,zippo@example.org,0712 345 601,2001-02-03,Embu',
)

test('a misspelt name with the same birth date waits with score and reasons; the person or somebody new', async () => {
  const file =
    head + 'Oluwasen Adebayo-Whitfeld,seun.a@example.net,,1999-04-12,Thika\nPlain Stranger,p@example.net,,,\n'
  const { id, plan } = await planned(file)
  expect(plan).toMatchObject({ create: 1, conflict: 1 })
  const [row] = await rowsOf(id)
  expect(row).toMatchObject({
    verdict: 'conflict',
    problems: [{ code: 'imports.row.looks-like', values: { count: 1 } }],
    candidates: [{ name: 'Oluwaseun Adebayo-Whitfield', by: 'alike' }],
  })
  expect(row!.candidates[0]!.score).toBeGreaterThan(0.9)
  expect(row!.candidates[0]!.reasons).toContainEqual(expect.objectContaining({ field: 'birthDate', likeness: 'same' }))

  const person = await idOf('Oluwaseun Adebayo-Whitfield')
  await choose.call(services, admin, { id, number: row!.number, choice: { take: 'one', id: person } })
  expect((await rowsOf(id))[0]).toMatchObject({ verdict: 'change', personId: person, why: { by: 'choice' } })
  await choose.call(services, admin, { id, number: row!.number, choice: { take: 'new' } })
  expect((await rowsOf(id))[0]).toMatchObject({ verdict: 'create', personId: null })
  await choose.call(services, admin, { id, number: row!.number, choice: { take: 'one', id: person } })
  expect(await write(id)).toMatchObject({ result: { changed: 1, created: 1 } })
  // The decision holds for the same file: nothing is asked and nothing changes.
  clock.set(new Date(clock.now().getTime() + 60_000))
  expect((await planned(file)).plan).toMatchObject({ create: 0, change: 0, conflict: 0, skip: 2 })
})

test('a family that shares a phone and a name is no likeness; namesakes of another day aren’t either', async () => {
  const { plan } = await planned(
    head + 'Jemimah Kamaunde,,0712 345 601,,Embu\nBarnabas Kamaunde,zippo@example.org,,,\n',
  )
  expect(plan).toMatchObject({ create: 2, conflict: 0 })
})

test('somebody out of sight is likely to nobody: nothing tells that they exist', async () => {
  const far = stepsOf(services, await as('national-director'), nodes.mtoni.id, 50)
  await far.write((await far.planned(head + 'Quintessa Farawayson,q@example.org,,1998-08-08,Mombasa\n')).id)
  await onRecord('Near By,near@example.org,,,')
  const { plan } = await planned(head + 'Quintesa Farawayson,,,1998-08-08,Mombasa\n')
  expect(plan).toMatchObject({ create: 1, conflict: 0 })
})

test('where people must be on record, who looks like one waits rather than being nobody', async () => {
  const kind = stepsOf(services, admin, nodes.kilima.id, 50, 'memberships')
  const { plan } = await kind.planned('Name,Birth date,Group\nZiporah Kamaunde,2001-02-03,Mustard Seed\n')
  expect(plan).toMatchObject({ conflict: 1, error: 0 })
})

test('many that wait for one reason are decided together, as many as the person was told, and no other', async () => {
  const lines = [
    'Ziporah Kamaunde,z1@example.net,,2001-02-03,Embu',
    'Zipora Kamaunde,z2@example.net,,2001-02-03,Embu',
    'Zipporah Kamaude,z3@example.net,,2001-02-03,Embu',
    'Quentin Unalike,p2@example.net,,,',
  ]
  const { id, plan } = await planned(head + lines.join('\n') + '\n')
  expect(plan).toMatchObject({ create: 1, conflict: 3 })
  expect(await undecided.call(services, admin, { id })).toEqual([{ code: 'imports.row.looks-like', rows: 3, one: 3 }])
  const alike = (take: 'one' | 'new' | 'out', rows: number) =>
    chooseAlike.call(services, admin, { id, code: 'imports.row.looks-like', take, rows })
  const again = async () => {
    while (!(await planChunk.call(services, admin, { id, take: 2 })).finished);
    return get.call(services, admin, { id })
  }
  // Somebody else has decided one meanwhile: the number that was shown is no longer true.
  await choose.call(services, admin, { id, number: 2, choice: { take: 'out' } })
  await expect(alike('new', 3)).rejects.toMatchObject({
    code: 'imports.choose-alike.other-number',
    values: { count: 2 },
  })
  expect((await get.call(services, admin, { id })).state).toBe('planned')

  expect(await alike('one', 2)).toMatchObject({ rows: 2, state: 'planning' })
  expect((await get.call(services, admin, { id })).plannedRows).toBe(2)
  // One record, two rows of one file: that is never guessed, whoever said it.
  expect(await again()).toMatchObject({ state: 'planned', plan: { create: 1, change: 0, conflict: 2, skip: 1 } })
  const rows = await rowsOf(id, 'conflict')
  expect(rows.map(({ problems }) => problems[0]!.code)).toEqual(['imports.row.same-target', 'imports.row.same-target'])
  expect(await undecided.call(services, admin, { id })).toEqual([{ code: 'imports.row.same-target', rows: 2, one: 0 }])
  await chooseAlike.call(services, admin, { id, code: 'imports.row.same-target', take: 'new', rows: 2 })
  expect((await again()).plan).toMatchObject({ create: 3, conflict: 0, skip: 1 })
  const { rows: audit } = await owner.query<{ after: object }>(
    `select after from audit_entry where action = 'imports.choose-alike' and subject_id = $1 order by after ->> 'take' desc`,
    [id],
  )
  expect(audit.map(({ after }) => after)).toEqual([
    { state: 'planning', reason: 'imports.row.looks-like', take: 'one', rows: 2 },
    { state: 'planning', reason: 'imports.row.same-target', take: 'new', rows: 2 },
  ])
  expect((await write(id)).result).toMatchObject({ created: 3 })
})

test('the statements don’t grow with the rows', async () => {
  const ask = async (count: number) => {
    const lines = Array.from(
      { length: count },
      (_, i) => `Ziporah${'abcdefghij'[i % 10]} Kamaunde,z${i}@example.net,,2001-02-0${(i % 9) + 1},Embu`,
    )
    const before = services.db.statements()
    await planned(head + lines.join('\n') + '\n')
    return services.db.statements() - before
  }
  expect(await ask(40)).toBe(await ask(4))
})
