/** A follow-up about each of many, for one to see to. Source: PPL-3, PPL-6. */
import type { MinistryError } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { createFollowUps, refusalsOf, takeBackFollowUps } from '../../follow-ups/index.ts'
import { readPeople } from '../../people/index.ts'
import type { Act, Fate, What } from '../act.ts'
import type { LeftReason, SparedReason } from '../bulk.schema.ts'

const reasonOf = ({ kind, code }: MinistryError): LeftReason => {
  if (code === 'follow-ups.assign.no-seat') return 'no-seat'
  if (code === 'follow-ups.create.archived') return 'archived'
  return kind === 'NotFound' ? 'gone' : 'not-yours'
}

export const asking: Act<What<'follow-up'>> = {
  check: () => Promise.resolve(),
  async plan(ctx, { assigneeId }, ids) {
    const { refusals } = await refusalsOf(
      ctx,
      ids.map((personId) => ({ personId, assigneeId })),
    )
    return new Map(
      ids.map((id, i): [string, Fate] => {
        const error = refusals[i]
        // What is to be done about oneself is for others to ask.
        if (id === ctx.principal.personId) return [id, 'yourself']
        return [id, error ? reasonOf(error) : 'do']
      }),
    )
  },
  async write(ctx, { title, detail, dueOn, assigneeId }, ids) {
    const rows = ids.map((personId) => ({ id: newId(ctx.at), personId, title, detail, dueOn, assigneeId }))
    // The assignee is told once, of them all, when the act is over.
    await createFollowUps(ctx, rows, { tell: false })
    return new Map(rows.map(({ id, personId }) => [personId, id]))
  },
  /** Dropped, as if they had not been asked for; what was done, changed, put off or given on stays. They follow through a merge. */
  async undo(ctx, _what, _bulkId, rows) {
    const kept = await takeBackFollowUps(
      ctx,
      rows.map(({ madeId }) => madeId!),
    )
    const ids = rows.filter(({ madeId }) => kept.get(madeId!) === 'gone').map(({ personId }) => personId)
    // Of somebody archived they wait unseen.
    const unseen = ids.length ? await readPeople(ctx, ids) : new Map<string, { state: string }>()
    return new Map(
      rows.flatMap(({ personId, madeId }): [string, SparedReason][] => {
        const why = kept.get(madeId!)
        if (!why) return []
        return [[personId, why === 'gone' && unseen.get(personId)?.state === 'archived' ? 'archived' : why]]
      }),
    )
  },
}
