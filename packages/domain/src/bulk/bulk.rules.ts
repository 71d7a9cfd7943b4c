/** Until when an act on many can be taken back, and the codes that speak of one. Pure. Source: PPL-3. */
import { undoDays } from './bulk.schema.ts'

const day = 86_400_000

/** The last instant at which the act can be taken back. */
export const undoableUntil = ({ createdAt }: { createdAt: Date }): Date =>
  new Date(createdAt.getTime() + undoDays * day)

/** Why an act couldn't go on: a rule's own code, or one of these. */
export const stoppedCodes = ['bulk.stopped.rights', 'bulk.stopped.gone', 'bulk.stopped.defect'] as const
/** The code for an error of this kind. */
export const stoppedBy = (kind: string, code?: string): string => {
  if (kind === 'NotAllowed' || kind === 'NotSignedIn') return 'bulk.stopped.rights'
  if (kind === 'NotFound') return 'bulk.stopped.gone'
  return code ?? 'bulk.stopped.defect'
}
