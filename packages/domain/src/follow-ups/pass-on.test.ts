import { newId } from '@ministry/kernel/id'
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { systemCaller } from '../acting.ts'
import { createWorld } from '../test-world.ts'
import { create } from './create.ts'
import { mine } from './mine.ts'
import { passOn } from './pass-on.ts'

const { services, owner, as, clock } = await createWorld()
const { nodes, people } = story
const [ruth, kwame] = [await as('campus-leader'), await as('cell-leader')]
const system = systemCaller([nodes.lighthouse.id], 'workflow:test')
const input = { nodeId: nodes.mustardSeed.id, fromId: people.kwame.id, toId: people.haeun.id }
const about = (personId: string) =>
  create.call(services, ruth, {
    ...{ id: newId(), personId, title: 'Ask after the exam', dueOn: '2026-12-01', assigneeId: people.kwame.id },
  })

test('what is open passes to the successor, as far as they may see to it, and never what is about themself', async () => {
  await about(people.minh.id)
  await about(people.haeun.id)
  await expect(passOn.call(services, ruth, input)).rejects.toMatchObject({ kind: 'NotAllowed' })
  // Who has no seat there sees to nothing.
  expect(await passOn.call(services, system, { ...input, toId: people.joy.id })).toEqual({ passed: 0, left: false })
  await owner.query(
    `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, $2, 'cell-leader', $3, $4)`,
    [newId(), people.haeun.id, nodes.mustardSeed.id, clock.now()],
  )
  expect(await passOn.call(services, system, input)).toEqual({ passed: 1, left: false })
  const { rows } = await owner.query(`select person_id, assignee_id from follow_up order by assignee_id = $1`, [
    people.haeun.id,
  ])
  expect(rows).toEqual([
    { person_id: people.haeun.id, assignee_id: people.kwame.id },
    { person_id: people.minh.id, assignee_id: people.haeun.id },
  ])
  expect((await mine.call(services, kwame, {})).rows).toHaveLength(1)
  const { rows: told } = await owner.query(`select from audit_entry where action = 'follow-ups.pass-on'`)
  expect(told).toHaveLength(1)
  expect(await passOn.call(services, system, input)).toEqual({ passed: 0, left: false })
})
