/** Every procedure without a condition in any query: what the database gives out is enough by itself. Source: ACS-4. */
import type * as way from '@ministry/access/scope'
import { expect, test, vi } from 'vitest'
import { rattle } from './rattle.ts'

const conditions = vi.hoisted(() => ({ gone: false, asked: 0 }))
vi.mock('@ministry/access/scope', async (original) => {
  const { withoutConditions } = await import('./no-conditions.ts')
  return withoutConditions(await original<typeof way>(), () => (conditions.asked++, conditions.gone))
})

rattle(['yusuf'], 'policies', () => (conditions.gone = true))

test('the conditions were gone indeed', () => {
  expect(conditions.asked).toBeGreaterThan(500)
})
