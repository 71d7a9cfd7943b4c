import { ruleBroken } from '@ministry/kernel/errors'
import { updateMany } from '../people/index.ts'
import { mutation } from '../verb.ts'
import { addressFields, addressOf, mayMove } from './address.ts'
import { findHousehold, findRelated } from './family-row.ts'
import { shareAddressInput, shareAddressOutput } from './families.schema.ts'

/**
 * Gives the address of one of a household to all others in it whose address the caller may change. Errors: NotFound; NotAllowed;
 * RuleBroken `families.share-address.none`; those of people’s updateMany. Source: PPL-7.
 */
export const shareAddress = mutation({
  name: 'families.share-address',
  permission: { action: 'update', noun: 'Household' },
  input: shareAddressInput,
  output: shareAddressOutput,
  async run(ctx, { id, fromId }) {
    const { members, people } = await findHousehold(ctx, id)
    await findRelated(ctx, fromId)
    const from = members.some(({ personId }) => personId === fromId) ? people.get(fromId) : undefined
    if (!from || !addressOf(ctx, from)) throw ruleBroken('families.share-address.none')
    const fields = Object.fromEntries(addressFields.map((field) => [field, from[field] ?? null]))
    const others = members.filter(({ personId }) => personId !== fromId && mayMove(ctx, people.get(personId)!))
    const updated = await updateMany(
      ctx,
      others.map(({ personId }) => ({ id: personId, fields })),
    )
    return { changed: updated.filter(({ changes }) => changes.length > 0).length }
  },
})
