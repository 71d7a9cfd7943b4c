import { reaches } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { normalContacts } from './contact-data.ts'
import { createMany } from './create-many.ts'
import { matchPeople } from './match-people.ts'
import { personRegistered } from './people.events.ts'
import { createInput, createOutput, type PersonInput } from './people.schema.ts'
import { placesOf, type Place } from './places.ts'

/**
 * Makes a person with a home. Where somebody alike is on record in the caller's own scope, nothing is made and they are named,
 * unless `force` says to go on. Errors: those of createMany; InvalidInput (a phone number). Source: PPL-1, PPL-2, PPL-5.
 */
export const create = mutation({
  name: 'people.create',
  permission: { action: 'create', noun: 'Person' },
  input: createInput,
  output: createOutput,
  async run(ctx, { force, home, ...given }) {
    const place = (await placesOf(ctx, [home.nodeId])).get(home.nodeId)!
    const input: PersonInput = {
      ...normalContacts(given, place.country),
      home: { ...home, joinedOn: home.joinedOn ?? place.today },
    }
    const possibleDuplicates = force ? [] : await alike(ctx, place, input)
    if (possibleDuplicates.length) return { id: null, possibleDuplicates }
    const [id] = await createMany(ctx, [input])
    ctx.emit(personRegistered.sendable({ personIds: [id!], origin: 'entry' }, { subject: `person:${id!}` }))
    return { id: id!, possibleDuplicates }
  },
})

/** Namesakes count at the campus (or as far up to it as the caller sees), everything surer in the whole own scope. */
async function alike(ctx: Context, place: Place, input: PersonInput) {
  const campus = [...place.scopeIds.slice(2), place.id].find((id) => {
    const scopeIds = place.scopeIds.slice(0, place.scopeIds.indexOf(id) + 1)
    return reaches(ctx, 'read', 'Person', { id, scopeIds })
  })
  if (campus === undefined) return []
  const [matches] = await matchPeople(ctx, campus, [input])
  return matches!.flatMap(({ by, person: { id, name } }) => (by === 'key' ? [] : [{ id, name, by }]))
}
