import { story } from '@ministry/seed'
import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import type { Caller } from '../../context.ts'
import { createWorld } from '../../test-world.ts'
import type { ExportInput } from '../exports.schema.ts'
import { defineField } from '../fields/define-field.ts'
import { list } from '../list.ts'
import { createTag } from '../tags/create-tag.ts'
import { beginExport } from './begin.ts'
import { listExports, openExport } from './open.ts'
import { vcard } from './vcard.ts'
import { writeExport } from './write.ts'

const { services, owner, as, callerOf, clock } = await createWorld()
const { nodes } = story
const leader = await as('campus-leader')
const admin = await as('campus-administrator')
const member = await as('small-group-member')

async function made(caller: Caller, input: Partial<ExportInput>) {
  const begun = await beginExport.call(services, caller, { nodeId: nodes.kilima.id, format: 'csv', ...input })
  await writeExport.call(services, caller, { id: begun.id })
  const { content, fileName } = await openExport.call(services, caller, { id: begun.id })
  const bytes = Buffer.from(await new Response(content as BodyInit).arrayBuffer())
  return { ...begun, fileName, bytes, text: bytes.toString('utf8') }
}

test('a file is exactly what is seen: these people, in this order, these columns; formulas are words', async () => {
  await owner.query(`update person set city = '=HYPERLINK("http://x")', postal_code = '00100' where id = $1`, [
    story.people.kwame.id,
  ])
  const seen = {
    filter: { where: { field: 'gender' as const, is: ['male' as const] } },
    order: { by: 'graduation' as const, descending: true },
    columns: ['email' as const, 'city' as const, 'postalCode' as const, 'state' as const],
  }
  const { rows } = await list.call(services, leader, { nodeId: nodes.kilima.id, ...seen, take: 200 })
  const { text, total } = await made(leader, seen)
  const lines = text.split('\r\n').slice(0, -1)
  expect(lines[0]).toBe(
    '\uFEFFName,E-mail,City,Postal code,Where they stand'.replace('Where they stand', lines[0]!.split(',').at(-1)!),
  )
  expect(lines.slice(1).map((line) => line.split(',')[0]!.replaceAll('"', ''))).toEqual(rows.map(({ name }) => name))
  expect(total).toBe(rows.length)
  expect(text).toContain(`'=HYPERLINK`)
  const { rows: audit } = await owner.query<{ after: { total: number; columns: string[]; fields: string[] } }>(
    `select after from audit_entry where action = 'people.exports.begin' order by id desc limit 1`,
  )
  expect(audit[0]!.after).toMatchObject({ total, columns: seen.columns, fields: ['gender'] })
})

test('a limited role takes no sensitive fields along, and is told which', async () => {
  const columns = ['birthDate' as const, 'gender' as const, 'phone' as const, 'doNotContact' as const]
  const { text, without } = await made(admin, { columns })
  expect(without).toEqual(['birthDate', 'gender'])
  expect(text.split('\r\n')[0]!.split(',')).toHaveLength(3)
  expect((await made(leader, { columns })).without).toEqual([])
  const cards = await made(admin, { format: 'vcard' })
  expect(cards.without).toEqual(['birthDate'])
  expect(cards.text).not.toMatch(/^BDAY/m)
  expect((await made(leader, { format: 'vcard' })).text).toMatch(/^BDAY:\d{4}-\d\d-\d\d\r$/m)
})

test('custom fields go along in their own words; sensitive ones stay with who may only look, and so does what asks about them', async () => {
  const define = async (label: string, more: object) =>
    (await defineField.call(services, admin, { nodeId: nodes.kilima.id, label, kind: 'text', ...more })).id
  const size = await define('Shirt', { kind: 'several-of', options: [{ label: 'Small, tight' }, { label: 'Wide' }] })
  const walks = await define('Walks', { kind: 'number' })
  const illness = await define('Illness', { kind: 'yes-no', sensitive: true })
  const { id: tag } = await createTag.call(services, admin, { nodeId: nodes.kilima.id, name: 'Choir' })
  const { kwame } = story.people
  await owner.query(`update person set custom = $2, tag_ids = $3 where id = $1`, [
    kwame.id,
    { [size]: ['small-tight', 'wide'], [walks]: 1.5, [illness]: true },
    [tag],
  ])
  const columns = [`custom.${size}` as const, `custom.${walks}` as const, `custom.${illness}` as const, 'tags' as const]
  const byTag = { where: { field: 'tags' as const, is: [tag] } }
  const full = await made(leader, { columns, filter: byTag })
  expect(full.text).toBe('\uFEFFName,Shirt,Walks,Illness,Tags\r\nKwame Boateng,"Small, tight, Wide",1.5,Yes,Choir\r\n')
  const limited = await made(admin, { columns, filter: byTag })
  expect(limited.without).toEqual([`custom.${illness}`])
  expect(limited.text.split('\r\n')[0]).toBe('\uFEFFName,Shirt,Walks,Tags')

  const begin = (caller: Caller, more: Partial<ExportInput>) =>
    beginExport.call(services, caller, { nodeId: nodes.kilima.id, format: 'csv', ...more })
  const asks = { filter: { where: { field: 'custom' as const, id: illness, is: [true] } } }
  const orders = { order: { by: `custom.${illness}` as const, descending: false } }
  for (const question of [asks, orders, { filter: { genders: ['female' as const] } }])
    await expect(begin(admin, question)).rejects.toMatchObject({ code: 'people.exports.begin.condition-stays' })
  expect((await list.call(services, admin, { nodeId: nodes.kilima.id, ...asks })).total).toBe(1)
  const begun = await begin(leader, asks)
  expect(begun.total).toBe(1)
  const { rows: audit } = await owner.query<{ after: { fields: string[] } }>(
    `select after from audit_entry where action = 'people.exports.begin' and subject_id = $1`,
    [begun.id],
  )
  expect(audit[0]!.after.fields).toEqual([`custom.${illness}`])
  expect(JSON.stringify(audit[0]!.after)).not.toContain('true')
})

test('only who may, of the place they may, and only its author fetches it, for a day', async () => {
  const begin = (caller: Caller, node: { id: string }) =>
    beginExport.call(services, caller, { nodeId: node.id, format: 'csv' })
  await expect(begin(member, nodes.mustardSeed)).rejects.toMatchObject({ kind: 'NotAllowed' })
  await expect(begin(leader, nodes.mtoni)).rejects.toMatchObject({ kind: 'NotFound' })
  await expect(begin(leader, nodes.highlands)).rejects.toMatchObject({ kind: 'NotAllowed' })
  const { id } = await made(leader, {})
  await expect(openExport.call(services, admin, { id })).rejects.toMatchObject({ kind: 'NotFound' })
  await expect(writeExport.call(services, admin, { id })).rejects.toMatchObject({ kind: 'NotFound' })
  expect((await listExports.call(services, leader, { nodeId: nodes.kilima.id })).map((file) => file.id)).toContain(id)
  expect(await listExports.call(services, admin, { nodeId: nodes.kilima.id })).not.toContainEqual(
    expect.objectContaining({ id }),
  )
  const before = clock.now()
  clock.set(new Date(before.getTime() + 86_400_001))
  await expect(openExport.call(services, leader, { id })).rejects.toMatchObject({ kind: 'NotFound' })
  clock.set(before)
})

test('those who were ticked, and of them only whom the filter finds', async () => {
  const { rows } = await list.call(services, leader, { nodeId: nodes.kilima.id, take: 5 })
  const ids = [...rows.slice(0, 3).map(({ id }) => id), story.people.ibrahim.id]
  expect((await made(leader, { ids })).text.split('\r\n')).toHaveLength(5)
})

test('nobody is no file', () =>
  expect(
    beginExport.call(services, leader, {
      nodeId: nodes.kilima.id,
      format: 'csv',
      filter: { where: { field: 'age', from: 149 } },
    }),
  ).rejects.toMatchObject({ code: 'people.exports.begin.nobody' }))

test('a workbook is read back as it was: zeros in front, formulas as words', async () => {
  const { bytes, total } = await made(leader, { format: 'xlsx', columns: ['postalCode', 'city'] })
  const sheet = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml']!)
  const rows = [...sheet.matchAll(/<row>(.*?)<\/row>/g)].map(([, row]) =>
    [...row!.matchAll(/<t xml:space="preserve">(.*?)<\/t>/g)].map(([, text]) => text!),
  )
  expect(sheet).not.toMatch(/<f>|<v>|t="n"/)
  expect(rows).toHaveLength(total + 1)
  expect(rows.flat()).toContain('00100')
  expect(rows.flat()).toContain('=HYPERLINK("http://x")')
})

test('a file that was made before a role became smaller, or ended, stays where it is', async () => {
  const { principal } = await as('cell-leader')
  const { nodeId } = story.accounts['cell-leader']
  const again = () => callerOf(principal!.accountId)
  const files = new Map<string, string>()
  for (const columns of [['birthDate' as const], ['email' as const]]) {
    const { id } = await beginExport.call(services, await again(), { nodeId: nodeId!, format: 'csv', columns })
    await writeExport.call(services, await again(), { id })
    files.set(columns[0]!, id)
  }
  const cards = await beginExport.call(services, await again(), { nodeId: nodeId!, format: 'vcard' })
  await writeExport.call(services, await again(), { id: cards.id })
  const open = async (id: string) => openExport.call(services, await again(), { id })
  const held = `update role_assignment set role = $2 where person_id = $1 and role in ('cell-leader', 'small-group-admin')`
  await owner.query(held, [principal!.personId, 'small-group-admin'])
  for (const id of [files.get('birthDate')!, cards.id])
    await expect(open(id)).rejects.toMatchObject({ kind: 'NotAllowed' })
  expect(await open(files.get('email')!)).toMatchObject({ mediaType: 'text/csv; charset=utf-8' })
  // Files of another place may be made still.
  await owner.query(
    `insert into role_assignment (id, person_id, role, node_id, starts_at)
     select gen_random_uuid(), $1, 'campus-leader', $2, '2024-01-01'`,
    [principal!.personId, nodes.mtoni.id],
  )
  await owner.query(held, [principal!.personId, 'small-group-member'])
  await expect(open(files.get('email')!)).rejects.toMatchObject({ kind: 'NotAllowed' })
})

const unfold = (card: string) => card.replaceAll('\r\n ', '').split('\r\n')
const unescape = (value: string) => value.replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign))
test('whatever a name is, a card says it in lines of at most 75 octets', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (written) => {
      const name = `A${written.replaceAll(/\p{Cc}/gu, '')}`
      const card = vcard({
        id: story.people.minh.id,
        name,
        emails: ['a@example.org', 'b@example.org'],
        birthDate: '2004-05-31',
        institution: `Hall\u2028TEL:1\u0085TEL:2\r\nTEL:3\vTEL:4`,
        phones: ['+254710000011'],
      })
      for (const line of card.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      const lines = unfold(card)
      expect(unescape(lines.find((line) => line.startsWith('FN:'))!.slice(3))).toBe(name)
      expect(lines).toEqual(
        expect.arrayContaining([
          'VERSION:3.0',
          'BDAY:2004-05-31',
          'EMAIL;TYPE=INTERNET,PREF:a@example.org',
          'EMAIL;TYPE=INTERNET:b@example.org',
          'TEL;TYPE=VOICE:+254710000011',
        ]),
      )
      expect(card.split(/[\r\n\v\f\u0085\u2028\u2029]+/).filter((line) => /^(TEL|BDAY)/.test(line))).toHaveLength(2)
      expect([lines[0], lines.at(-2), lines.at(-1)]).toEqual(['BEGIN:VCARD', 'END:VCARD', ''])
    }),
  ))

test('data of many leaves only for somebody who proved just now who they are; the card of one person needs none', async () => {
  const begun = await beginExport.call(services, leader, { nodeId: nodes.kilima.id, format: 'csv' })
  await writeExport.call(services, leader, { id: begun.id })
  const stale = {
    ...leader,
    session: { id: 'old', provenAt: new Date(clock.now().getTime() - 600_001), secondFactor: false },
  }
  const needed = { kind: 'NotAllowed', code: 'accounts.prove.needed' }
  const begin = (input: Partial<ExportInput>) =>
    beginExport.call(services, stale, { nodeId: nodes.kilima.id, format: 'vcard', ...input })
  await expect(begin({})).rejects.toMatchObject(needed)
  await expect(begin({ ids: [story.people.kwame.id, story.people.minh.id] })).rejects.toMatchObject(needed)
  await expect(openExport.call(services, stale, { id: begun.id })).rejects.toMatchObject(needed)
  const card = await begin({ ids: [story.people.kwame.id] })
  await writeExport.call(services, stale, { id: card.id })
  expect((await openExport.call(services, stale, { id: card.id })).size).toBeGreaterThan(0)
})
