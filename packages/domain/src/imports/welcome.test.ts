import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { importKinds } from './testing/kinds.ts'
import { createWorld } from '../test-world.ts'
import { commitChunk } from './commit-chunk.ts'
import { commit } from './commit.ts'
import { get } from './get.ts'
import { map } from './map.ts'
import { planChunk } from './plan-chunk.ts'
import { upload } from './upload.ts'

const { services, owner, as } = await createWorld({ importKinds })
const admin = await as('campus-administrator')

async function bringIn(names: string[], more: { welcome?: boolean }) {
  const content = `Name\n${names.join('\n')}\n`
  const { id } = await upload.call(services, admin, { nodeId: story.nodes.kilima.id, fileName: 'new.csv', content })
  const { columns, settings } = await get.call(services, admin, { id })
  await map.call(services, admin, { id, fields: columns.map(({ field }) => field), settings })
  while (!(await planChunk.call(services, admin, { id, take: 10 })).finished);
  await commit.call(services, admin, { id, ...more })
  while (!(await commitChunk.call(services, admin, { id, take: 2 })).finished);
  const { rows } = await owner.query<{ data: { personIds: string[]; origin: string } }>(
    `select data from outbox_event where name = 'people/person.registered' order by seq`,
  )
  return rows.map(({ data }) => [data.origin, data.personIds.length])
}

test('an import registers nobody for the welcome unless it was ticked (IMP-8)', async () => {
  expect(await bringIn(['Quiet One', 'Quiet Two', 'Quiet Three'], {})).toEqual([])
  expect(await bringIn(['Quiet One', 'Loud One', 'Loud Two', 'Loud Three'], { welcome: true })).toEqual([
    ['import', 2],
    ['import', 1],
  ])
})
