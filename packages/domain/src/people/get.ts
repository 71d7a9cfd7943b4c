import { MinistryError } from '@ministry/kernel/errors'
import { query } from '../verb.ts'
import { detailOf } from './detail.ts'
import { mergedInto } from './duplicates/two-people.ts'
import { aboutPerson, personDetail } from './people.schema.ts'

/**
 * One person: permitted fields, memberships in scope with their dated states, wishes and consents, and what the caller may change
 * and do; the address of a record that was merged leads to the one that stays. Three statements at most, six by an old address. Throws NotFound where the person can't be seen. Source: PPL-1, PPL-2, PPL-3.
 */
export const get = query({
  name: 'people.get',
  permission: { action: 'read', noun: 'Person' },
  input: aboutPerson,
  output: personDetail,
  async run(ctx, { id }) {
    const detail = await detailOf(ctx, id).catch(unlessMerged)
    return detail ?? detailOf(ctx, await mergedInto(ctx, id))
  },
})

/** Nobody sees a record that went into another: its address leads there. */
function unlessMerged(error: unknown): null {
  if (error instanceof MinistryError && error.kind === 'NotFound') return null
  throw error
}
