import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { createCaseWorld } from './testing/case-world.ts'

const { ask, see, answer, waits, inboxOf, executions, as, owner } = await createCaseWorld()
const cell = await as('cell-leader')
const campus = await as('campus-leader')
const region = await as('regional-director')
const director = await as('national-director')
const finance = await as('finance-director')
const groupId = story.nodes[story.holders['cell-leader'].node!].id

test('a small wish goes to the campus leader, who decides it, once', async () => {
  const id = await ask(cell, 6000, { nodeId: groupId })
  expect(await waits(cell, id)).toEqual(['decide campus-leader'])
  expect(await inboxOf(campus)).toContain(id)
  expect(await inboxOf(region)).not.toContain(id)
  expect(await answer(campus, id)).toMatchObject({ state: 'approved' })
  expect(await executions(id)).toBe(1)
  expect((await see(cell, id)).trail.map(({ kind }) => kind)).toEqual([
    ...['submitted', 'checked', 'skipped', 'routed', 'opened', 'approved', 'executed'],
  ])
  expect(await inboxOf(campus)).not.toContain(id)
})
