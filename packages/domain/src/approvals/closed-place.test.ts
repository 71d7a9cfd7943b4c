import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { settle, stranded } from './settle.ts'
import { createCaseWorld } from './testing/test-case-world.ts'

const { ask, answer, see, as, owner, services, executions } = await createCaseWorld()
const { nodes } = story
const [cell, campus] = [await as('cell-leader'), await as('campus-leader')]
const system = { ...campus, system: 'test' }
const movementId = nodes.lighthouse.id
const look = async () => (await stranded.call(services, system, { movementId })).caseIds

test('what was asked for a place that closes is withdrawn, also what was sent back; nothing else is', async () => {
  const group = { nodeId: nodes.mustardSeed.id }
  const [open, back, done] = [await ask(cell, 100, group), await ask(cell, 200, group), await ask(cell, 300, group)]
  const elsewhere = await ask(campus, 100)
  await answer(campus, back, 'send_back', 'Which one?')
  await answer(campus, done)
  expect(await look()).toEqual([])
  await owner.query(`update org_node set state = 'closed' where id = $1`, [nodes.mustardSeed.id])
  expect((await look()).toSorted()).toEqual([open, back].toSorted())
  for (const caseId of [open, back, done, elsewhere]) await settle.call(services, system, { movementId, caseId })
  expect(await look()).toEqual([])
  for (const id of [open, back]) {
    expect(await see(campus, id)).toMatchObject({ state: 'withdrawn', endedAt: expect.any(Date) })
    expect(await executions(id)).toBe(0)
  }
  expect(await see(campus, done)).toMatchObject({ state: 'approved' })
  expect(await see(campus, elsewhere)).toMatchObject({ state: 'open' })
  const { rows } = await owner.query(
    `select person_id, about_id from notification where kind = 'request-withdrawn' order by about_id`,
  )
  expect(rows.map(({ about_id }) => about_id)).toEqual([open, back].toSorted())
})
