import { expect, test } from 'vitest'
import { requestLevel } from './request-level.ts'

test('who was turned away, or came too often, is always logged', () => {
  for (const status of [401, 403, 429]) expect(requestLevel(status)).toBe('warn')
  for (const status of [200, 303, 404]) expect(requestLevel(status)).toBe('info')
})
