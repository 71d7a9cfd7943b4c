import { expect, inject, test } from 'vitest'
import { createCaseWorld } from './testing/test-case-world.ts'
import { race, races } from './testing/test-races.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** How often acts meet, of all pairs together. */
    races?: number
  }
}
const world = await createCaseWorld()
/** `pnpm races --count 10000` says how often. */
const all = inject('races') ?? 200
const names = Object.keys(races)
const COUNT = Math.ceil(all / names.length)

test.each(names)(
  '%s: one outcome, executed at most once',
  async (name) => {
    const query = (text: string, values: unknown[]) => world.owner.query<Record<string, unknown>>(text, values)
    const tally = await race({ ...world, query }, name, COUNT)
    console.log(name, [...tally].map(([outcome, times]) => `${outcome}: ${times}`).join(', '))
    expect([...tally.values()].reduce((sum, times) => sum + times)).toBe(COUNT)
  },
  COUNT * 10_000,
)
