/** Every procedure without a condition in any query: what the database gives out is enough by itself. Source: ACS-4. */
import { vi } from 'vitest'
import { rattle } from './rattle.ts'

vi.mock('@ministry/access/scope', async (original) => ({
  ...(await original<object>()),
  ...(await import('./no-conditions.ts')),
}))

rattle(['yusuf'], 'policies')
