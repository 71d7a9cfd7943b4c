import { reaches } from '@ministry/access/scope'
import { invalidInput } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import { mutation } from '../verb.ts'
import { normalContacts } from './contact-data.ts'
import { createMany } from './create-many.ts'
import { likelyDuplicates } from './duplicates/likely.ts'
import { personRegistered } from './people.events.ts'
import { fieldsAt } from './fields/fields-at.ts'
import { createInput, createOutput, type CustomChange, type PersonInput } from './people.schema.ts'
import { placesOf, type Place } from './places.ts'

/**
 * Makes a person with a home. Where somebody alike is on record in the caller's own scope, nothing is made and they are named,
 * unless `force` says to go on. Errors: those of createMany; InvalidInput (a phone number, a custom field). Source: PPL-1, PPL-2, PPL-5.
 */
export const create = mutation({
  name: 'people.create',
  permission: { action: 'create', noun: 'Person' },
  input: createInput,
  output: createOutput,
  async run(ctx, { force, home, ...given }) {
    const place = (await placesOf(ctx, [home.nodeId])).get(home.nodeId)!
    await assertRequired(ctx, place, given.custom ?? {})
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

/** Who is entered by hand is entered with what the place asks for; a file may know less. Source: PPL-1. */
async function assertRequired(ctx: Context, place: Place, custom: CustomChange) {
  const missing = (await fieldsAt(ctx, place.id)).filter(
    ({ id, required }) => required && (custom[id] ?? null) === null,
  )
  if (missing.length === 0) return
  const issues = missing.map(({ id, label }) => ({
    path: `custom.${id}`,
    message: 'people.custom.required',
    values: { label },
  }))
  throw invalidInput('A field has to be filled in.', issues)
}

/** Namesakes count at the campus (or as far up to it as the caller sees), everything surer in the whole own scope. */
async function alike(ctx: Context, place: Place, input: PersonInput) {
  const campus = [...place.scopeIds.slice(2), place.id].find((id) => {
    const scopeIds = place.scopeIds.slice(0, place.scopeIds.indexOf(id) + 1)
    return reaches(ctx, 'read', 'Person', { id, scopeIds })
  })
  if (campus === undefined) return []
  const { home: _home, keys: _keys, consents: _consents, doNotContact: _doNotContact, ...fields } = input
  const [likely] = await likelyDuplicates(ctx, campus, [{ fields }])
  return likely!.map(({ person: { id, name }, by, verdict, reasons }) => ({
    ...{ id, name, verdict, reasons },
    by: by === null || by === 'key' ? ('alike' as const) : by,
  }))
}
