import { allow, find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { mutation } from '../../verb.ts'
import { lockPeople } from '../lock-people.ts'
import { aboutPerson, done } from '../people.schema.ts'
import type { PersonRow } from '../person-row.ts'
import { takePhotoAway } from './take-photo-away.ts'

/** Takes the photo of a person away, for good. One without a photo is left. Errors: NotFound, NotAllowed. Source: PPL-1, DOC-1. */
export const removePhoto = mutation({
  name: 'people.remove-photo',
  permission: { action: 'update', noun: 'Person' },
  input: aboutPerson,
  output: done,
  async run(ctx, { id }) {
    await lockPeople(ctx, [id])
    const person = await find<PersonRow>(ctx, 'read', 'Person', id)
    allow(ctx, 'update', 'Person', person, 'photo')
    if (person.photoId === null) return { id }
    await takePhotoAway(ctx, person)
    await ctx.tx.rows(sql`update person set photo_id = null, updated_at = ${ctx.at} where id = ${id}::uuid`)
    const node = person.homeNodeId ? { id: person.homeNodeId, scopeIds: person.homeIds } : undefined
    ctx.audit({ noun: 'Person', subjectId: id, node, before: { photo: true }, after: { photo: false } })
    return { id }
  },
})
