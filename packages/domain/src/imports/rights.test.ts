/** An import obeys the importer's rights row by row: a test for each clause. Source: IMP-6. */
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { commitChunk } from './commit-chunk.ts'
import { commit } from './commit.ts'
import { setRules } from './set-rules.ts'
import { planChunk } from './plan-chunk.ts'
import { importKinds } from './testing/kinds.ts'
import { stepsOf } from './testing/steps.ts'

const { services, owner, as, clock } = await createWorld({ importKinds })
const { nodes, people } = story
const admin = await as('campus-administrator')
const { planned, write, rowsOf } = stepsOf(services, admin, nodes.kilima.id)
const one = async <T>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows[0] as T

async function onRecord(text: string) {
  await write((await planned(text)).id)
  clock.set(new Date(clock.now().getTime() + 60_000))
}

test('rights count row by row, those of the moment of writing', async () => {
  const { id } = await planned('Name,Group\nStays In,Mustard Seed\n')
  await commit.call(services, admin, { id })
  const nobody = { ...admin, principal: { ...admin.principal!, roles: [] } }
  await expect(commitChunk.call(services, nobody, { id, take: 5 })).rejects.toMatchObject({ kind: 'NotAllowed' })
  expect(await one(`select count(*)::int as n from person where name = 'Stays In'`)).toEqual({ n: 0 })
})

test('no row lands outside the subtree', async () => {
  const { plan } = await planned(`Name,Group\nOut Side,${nodes.mtoni.name}\nIn Side,${nodes.bereans.name}\n`)
  expect(plan).toMatchObject({ create: 1, error: 1 })
})

test('no e-mail change of a person with higher rights', async () => {
  const { ruth } = people
  const { id } = await planned(`Name,Email\n${ruth.name},${ruth.emails![0]}; mine@example.org\n`)
  expect(await rowsOf(id)).toMatchObject([
    { verdict: 'conflict', problems: [{ code: 'people.update.email-of-higher-role' }] },
  ])
})

test('a blank erases no value and flips no consent; the row says what stays', async () => {
  const head = 'ID,Name,Email,City,Newsletter by e-mail,Do not contact\n'
  await onRecord(head + 'b1,Blank Cells,blank@example.com,Thika,yes,yes\n')
  const { id, plan } = await planned(head + 'b1,Blank Cells,,,,\n')
  expect(plan).toMatchObject({ change: 0, skip: 1 })
  const [row] = await rowsOf(id)
  expect(row!.blank.toSorted()).toEqual(['city', 'doNotContact', 'emails'])
  await write(id)
  expect(
    await one(
      `select city, emails, do_not_contact, (select json_agg(given) from consent c where c.person_id = p.id) as consents from person p where name = 'Blank Cells'`,
    ),
  ).toEqual({ city: 'Thika', emails: ['blank@example.com'], do_not_contact: true, consents: [true] })
})

test('nobody who said no is subscribed again; a no is taken', async () => {
  const head = 'ID,Name,Newsletter by e-mail,SMS consent\n'
  await onRecord(head + 'c1,Con Sent,no,yes\n')
  const { id } = await planned(head + 'c1,Con Sent,yes,no\n')
  expect(await rowsOf(id)).toMatchObject([
    {
      verdict: 'change',
      changes: [{ field: 'consentSms', before: true, after: false }],
      problems: [{ code: 'imports.row.said-no' }],
    },
  ])
  await write(id)
  const { rows } = await owner.query(
    `select purpose, given from consent c join person p on p.id = c.person_id where p.name = 'Con Sent' order by at, purpose`,
  )
  expect(rows.filter(({ purpose }) => purpose === 'newsletter')).toEqual([{ purpose: 'newsletter', given: false }])
  expect(rows.at(-1)).toEqual({ purpose: 'ministry', given: false })
})

test('a rule for each field: filled, overwritten or kept, and remembered for the next file', async () => {
  const head = 'ID,Name,City,Institution\n'
  await onRecord(head + 'r1,Rule Field,Thika,\n')
  const { id } = await planned(head + 'r1,Rule Field,Embu,College\n')
  const again = async (rules: Record<string, 'fill' | 'overwrite' | 'keep'>) => {
    await setRules.call(services, admin, { id, matchBy: ['key'], rules })
    while (!(await planChunk.call(services, admin, { id, take: 5 })).finished);
    return (await rowsOf(id))[0]!.changes.map(({ field, kept }) => [field, kept ?? 'taken'])
  }
  expect(await again({ city: 'keep', institution: 'keep' })).toEqual([
    ['city', 'keep'],
    ['institution', 'keep'],
  ])
  expect(await again({ city: 'fill', institution: 'fill' })).toEqual([
    ['institution', 'taken'],
    ['city', 'fill'],
  ])
  await write(id)
  expect(await one(`select city, institution from person where name = 'Rule Field'`)).toEqual({
    city: 'Thika',
    institution: 'College',
  })
  const next = await planned(head + 'r1,Rule Field,Meru,Other\n')
  expect((await rowsOf(next.id))[0]!.changes.map(({ kept }) => kept)).toEqual(['fill', 'fill'])
})
