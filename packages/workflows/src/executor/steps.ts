import type { Op } from './protocol.ts'
import type { StepResult } from './runs.ts'

/** The step's name as its author wrote it, except for what PostgreSQL doesn't keep. */
export const nameOf = (op: Op): string => (op.displayName ?? op.name ?? op.id).replaceAll('\u0000', '\uFFFD')

/** A step that the SDK has done, as it is kept. */
export function stepOf(op: Op): StepResult {
  const nanoseconds = op.timing?.b
  return {
    id: op.id,
    name: nameOf(op),
    kind: 'step',
    output: { data: op.data ?? null },
    ...(nanoseconds !== undefined && { durationMs: Math.min(Math.round(nanoseconds / 1e6), 2 ** 31 - 1) }),
  }
}
