import { may } from '@ministry/access'
import { mutation } from '../../verb.ts'
import { tagPeopleInput, tagPeopleOutput } from '../fields/fields.schema.ts'
import { wordsById } from '../fields/fields-at.ts'
import { holdsAt } from '../fields/fields.rules.ts'
import { readPeople } from '../read-people.ts'
import { updateMany } from '../update-many.ts'

/**
 * Puts tags on people and takes tags away, one or many. Whom the caller may not change, and for whom a tag doesn't hold, is left and
 * counted. For one tag, the ids that come back with `add` and `remove` exchanged undo it. Errors: NotFound (a tag). Source: PPL-1, PPL-3.
 */
export const tagPeople = mutation({
  name: 'people.tag-people',
  permission: { action: 'update', noun: 'Person' },
  input: tagPeopleInput,
  output: tagPeopleOutput,
  async run(ctx, { ids, add = [], remove = [] }) {
    const wanted = [...new Set(ids)]
    const people = await readPeople(ctx, wanted)
    const { tags } = await wordsById(ctx, [], add)
    const open = wanted.filter((id) => {
      const person = people.get(id)
      if (!person || !may(ctx.ability, 'update', 'Person', person, 'tags')) return false
      return add.every((tagId) => person.tagIds.includes(tagId) || holdsAt(tags.get(tagId), person.scopeIds))
    })
    const updated = await updateMany(
      ctx,
      open.map((id) => ({ id, fields: {}, tags: { add, remove } })),
    )
    const changed = updated.filter(({ changes }) => changes.length > 0).map(({ id }) => id)
    return { ids: changed, left: wanted.length - open.length }
  },
})
