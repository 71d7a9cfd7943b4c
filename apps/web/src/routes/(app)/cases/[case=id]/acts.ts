/** What can be done with a request, by what the reader may do: opens the dialogs; the verbs decide in the end. */
import type { CaseView } from '@ministry/domain/approvals/schema'

export type CaseAct = 'approve' | 'reject' | 'send_back' | 'abstain' | 'delegate' | 'reassign' | 'withdraw'

export function actsOn({ decide, abstain, delegate, reassign, withdraw }: CaseView['may']): CaseAct[] {
  const when = (allowed: boolean, ...acts: CaseAct[]) => (allowed ? acts : [])
  return [
    ...when(decide, 'approve', 'send_back', 'reject'),
    ...when(decide && abstain, 'abstain'),
    ...when(delegate, 'delegate'),
    ...when(reassign.length > 0, 'reassign'),
    ...when(withdraw, 'withdraw'),
  ]
}

interface Told {
  happened: number
  latest: readonly { text: string; at: Date }[]
}
/** What happened after the reader had seen so much: who was slower than others learns what changed. */
export function sinceOf({ happened, latest }: Told, seen: string | undefined): Told['latest'] {
  const count = happened - Number(seen || NaN)
  return count > 0 ? latest.slice(-count) : []
}
