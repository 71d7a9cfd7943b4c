import { query } from '../verb.ts'
import { detailOf } from './detail.ts'
import { aboutPerson, personDetail } from './people.schema.ts'

/**
 * One person: permitted fields, memberships in scope with their dated states, wishes and consents, and what the caller may change
 * and do. Three statements at most. Throws NotFound where the person can't be seen. Source: PPL-1, PPL-2, PPL-3.
 */
export const get = query({
  name: 'people.get',
  permission: { action: 'read', noun: 'Person' },
  input: aboutPerson,
  output: personDetail,
  run: (ctx, { id }) => detailOf(ctx, id),
})
