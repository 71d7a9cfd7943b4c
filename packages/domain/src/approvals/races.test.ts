import { expect, test } from 'vitest'
import { createCaseWorld } from './testing/case-world.ts'
import { race, races } from './testing/races.ts'

const world = await createCaseWorld()
/** Of each pair; `pnpm races --count 10000` lets them meet as often as one likes. */
const COUNT = 34

test.each(Object.keys(races))(
  '%s: one outcome, executed at most once',
  async (name) => {
    const query = (text: string, values: unknown[]) => world.owner.query<Record<string, unknown>>(text, values)
    const tally = await race({ ...world, query }, name, COUNT)
    expect([...tally.values()].reduce((sum, times) => sum + times)).toBe(COUNT)
  },
  240_000,
)
