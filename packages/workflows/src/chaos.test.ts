import { createTestDatabase } from '@ministry/db/test'
import { expect, it } from 'vitest'
import { chaos } from './test/chaos.ts'

it(
  'loses no event, repeats no kept step and leaves nothing behind over twenty kills',
  { timeout: 400_000 },
  async () => {
    const { owner, urls } = await createTestDatabase()
    const result = await chaos({ owner, executorUrl: urls.executor, relayUrl: urls.relay, kills: 20 })
    expect(result).toMatchObject({
      repeated: [],
      outcomes: { done: result.rows },
      effects: result.expectedEffects,
      left: { jobs: 0, waits: 0, undelivered: 0 },
    })
    // Most must have died where they were told to, or nothing was tried.
    expect(Object.keys(result.deaths).length).toBeGreaterThan(4)
  },
)
