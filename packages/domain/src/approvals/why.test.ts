/** Whoever reads a request is told why, and nobody else is told anything. Source: ACS-5, ACS-3. */
import { story } from '@ministry/seed'
import { expect, test } from 'vitest'
import { get } from './get.ts'
import { createCaseWorld } from './testing/test-case-world.ts'
import { why } from './why.ts'

const { services, callerOf, as, ask, answer } = await createCaseWorld()

test('over requests of every size, for every account', async () => {
  const cell = await as('cell-leader')
  const group = { nodeId: story.nodes.mustardSeed.id }
  const cases = [await ask(cell, 6000, group), await ask(cell, 60_000, group), await ask(cell, 6_000_000, group)]
  await answer(await as('campus-leader'), cases[0]!)
  const seen = new Set<string>()
  for (const { accountId } of Object.values(story.accounts)) {
    const caller = await callerOf(accountId)
    for (const id of cases) {
      const read = await get.call(services, caller, { id }).catch((error: { kind: string }) => error.kind)
      const told = await why.call(services, caller, { id }).catch((error: { kind: string }) => error.kind)
      if (typeof told === 'string') {
        expect(read).toBe('NotFound')
        expect(told).toBe('NotFound')
        continue
      }
      expect(read).not.toBe('NotFound')
      if (told.own) seen.add('own')
      if (told.signed) seen.add('signed')
      if (told.seats.length) seen.add('seat')
      if (told.right?.allowed) seen.add('right')
      expect(told.own || told.signed || told.seats.length > 0 || told.right?.allowed).toBe(true)
    }
  }
  expect([...seen].sort()).toEqual(['own', 'right', 'seat', 'signed'])
})
