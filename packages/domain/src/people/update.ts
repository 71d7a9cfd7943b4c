import { find } from '@ministry/access/scope'
import { mutation } from '../verb.ts'
import { normalContacts } from './contact-data.ts'
import { updateInput, updateOutput } from './people.schema.ts'
import type { PersonRow } from './person-row.ts'
import { visiblePlaces } from './places.ts'
import { updateMany } from './update-many.ts'

/**
 * Changes fields of one person, the caller's own included: absent leaves, null erases. Errors: those of updateMany; InvalidInput
 * (a phone number). Source: PPL-1, AUD-1.
 */
export const update = mutation({
  name: 'people.update',
  permission: { action: 'update', noun: 'Person' },
  input: updateInput,
  output: updateOutput,
  async run(ctx, { id, version, fields, custom, tags }) {
    const { homeNodeId } = await find<PersonRow>(ctx, 'update', 'Person', id)
    const home = homeNodeId ? (await visiblePlaces(ctx, [homeNodeId])).get(homeNodeId) : undefined
    const [updated] = await updateMany(ctx, [
      { id, version, fields: normalContacts(fields, home?.country ?? null), custom, tags },
    ])
    return { id, version: updated!.version, changed: updated!.changes.map(({ field }) => field) }
  },
})
