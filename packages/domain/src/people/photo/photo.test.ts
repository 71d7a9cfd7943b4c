import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import type { Caller } from '../../context.ts'
import { open } from '../../files/open.ts'
import { plainPhoto } from '../../files/testing/samples.ts'
import { upload } from '../../files/upload.ts'
import { testFiles } from '../../test-files.ts'
import { createWorld } from '../../test-world.ts'
import { get } from '../get.ts'
import { giveConsent } from '../give-consent.ts'
import { institutions } from '../institutions.ts'
import { list } from '../list.ts'
import { withdrawConsent } from '../withdraw-consent.ts'
import { personFiles } from './person-photo.ts'
import { removePhoto } from './remove-photo.ts'
import { setPhoto } from './set-photo.ts'

const { services, owner, as } = await createWorld({ files: testFiles([personFiles]) })
const admin = await as('campus-administrator')
const leader = await as('campus-leader')
const { minh } = story.people
const picture = async (by: Caller, square = true, side = 60) =>
  (await upload.call(services, by, { name: 'me.jpg', content: await plainPhoto(side * 2, side), square })).id
const files = async () =>
  (await owner.query<{ id: string }>(`select id from file where subject_id = $1`, [minh.id])).rows.map(({ id }) => id)

test('a photo needs the person’s yes: on record, or said with it', async () => {
  const fileId = await picture(admin)
  await expect(setPhoto.call(services, admin, { id: minh.id, fileId })).rejects.toMatchObject({
    code: 'people.set-photo.no-consent',
  })
  await setPhoto.call(services, admin, { id: minh.id, fileId, consent: 'Told me on Sunday' })
  const seen = await get.call(services, leader, minh)
  expect(seen.photoId).toBe(fileId)
  expect(seen.consents).toContainEqual(
    expect.objectContaining({ purpose: 'photos', given: true, source: 'Told me on Sunday', by: expect.any(String) }),
  )
  const { width, height } = await open.call(services, leader, { id: fileId })
  expect([width, height]).toEqual([60, 60])
})

test('another photo takes the place of the first, whoever sent that', async () => {
  const fileId = await picture(leader, true, 50)
  await setPhoto.call(services, leader, { id: minh.id, fileId })
  expect(await files()).toEqual([fileId])
})

test('what was not cut to a square is refused, and the photo stays', async () => {
  const before = await files()
  await expect(
    setPhoto.call(services, admin, { id: minh.id, fileId: await picture(admin, false) }),
  ).rejects.toMatchObject({ code: 'people.set-photo.no-picture' })
  expect(await files()).toEqual(before)
})

test('who sees the person only by consent in a list of the group, or as a donor, doesn’t see the photo', async () => {
  await owner.query(`update person set donor = true where id = $1`, [minh.id])
  const finance = await as('finance-director')
  expect(await get.call(services, finance, minh)).not.toHaveProperty('photoId')
  const [id] = await files()
  await expect(open.call(services, finance, { id: id! })).rejects.toMatchObject({ kind: 'NotFound' })
  const { homeNodeId } = (
    await owner.query<{ homeNodeId: string }>(`select home_node_id as "homeNodeId" from person where id = $1`, [
      minh.id,
    ])
  ).rows[0]!
  const lines = await list.call(services, leader, { nodeId: homeNodeId, take: 200 })
  expect(lines.rows.find((row) => row.id === minh.id)).toMatchObject({ photoId: id })
})

test('a no to photos takes the photo away; so does whoever may change the person', async () => {
  const wish = { id: minh.id, channel: 'email', purpose: 'photos', source: 'Wrote to us' } as const
  await withdrawConsent.call(services, admin, wish)
  expect(await files()).toEqual([])
  expect((await get.call(services, leader, minh)).photoId).toBeNull()
  const fileId = await picture(leader)
  await expect(setPhoto.call(services, leader, { id: minh.id, fileId })).rejects.toMatchObject({
    code: 'people.set-photo.no-consent',
  })
  await giveConsent.call(services, leader, wish)
  await setPhoto.call(services, leader, { id: minh.id, fileId })
  await removePhoto.call(services, admin, minh)
  expect(await files()).toEqual([])
})

test('institutions are suggested from what people at the place have, to whoever reads them', async () => {
  const { rows } = await owner.query<{ institution: string; campus: string }>(
    `select p.institution, p.scope_ids[3] as campus from person p join org_node n on n.id = p.scope_ids[3]
      where p.institution is not null and n.kind = 'Campus' limit 1`,
  )
  const { institution, campus } = rows[0]!
  const director = await as('national-director')
  expect((await institutions.call(services, director, { nodeId: campus })).institutions).toContain(institution)
  const finance = await as('finance-director')
  expect(await institutions.call(services, finance, { nodeId: campus })).toEqual({ institutions: [] })
})
