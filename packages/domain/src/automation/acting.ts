import { notAllowed } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'

export { openMovements, systemCaller } from '../acting.ts'

/** Throws NotAllowed unless the system itself asks: what people do by hand has verbs of its own. */
export function assertSystem({ caller }: Context): void {
  if (!caller.system) throw notAllowed('run', 'Automation')
}
