/** Whatever somebody can do stands in the audit in words. Source: AUD-1. */
import { m } from '@ministry/kernel/messages'
import { expect, test } from 'vitest'
import { rootRouter } from './root.ts'

const sentences = m as unknown as Record<string, unknown>
const procedures = Object.entries(rootRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>)

test('every act has its words in the audit', () => {
  const acts = procedures.filter(([, { _def }]) => _def.type === 'mutation').map(([path]) => path)
  expect(acts.length).toBeGreaterThan(100)
  const keyOf = (path: string) =>
    `act_${path
      .replaceAll(/([A-Z])/g, '_$1')
      .replaceAll('.', '_')
      .toLowerCase()}`
  expect(acts.filter((path) => typeof sentences[keyOf(path)] !== 'function')).toEqual([])
})
