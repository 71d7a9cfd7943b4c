import { fail, isActionFailure, redirect, type ActionFailure } from '@sveltejs/kit'
import { personFieldNames, type CustomChange, type CustomField, type OpenState } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import type { Answer } from '#lib/answer.ts'
import { tell } from '#lib/notice.server.ts'
import { customFrom, shownIn } from '#lib/people/custom-form.ts'
import { formChoices } from '#lib/people/form-choices.server.ts'
import { personAnswer } from '#lib/people/person-answer.server.ts'
import { fieldsFrom, type Typed } from '#lib/people/person-form.ts'
import { placesBelow } from '#lib/people/places-below.server.ts'
import { mayHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { place } = await parent()
  const mayAdd = mayHere(locals, place, 'create', 'Person')
  return {
    fields: personFieldNames.filter((field) => field !== 'sortName'),
    custom: mayAdd ? (await locals.api.people.fields({ nodeId: place.id })).fields : [],
    institutions: mayAdd ? (await locals.api.people.institutions({ nodeId: place.id })).institutions : [],
    choices: formChoices(),
    places: await placesBelow(locals.api, place),
    mayAdd,
  }
}

export const actions: Actions = {
  default: async (event) => {
    let further: CustomField[] = []
    const outcome = await personAnswer(event, 'default', async (typed) => {
      const { node } = event.params
      const { people } = event.locals.api
      const nodeId = typed['homeNodeId'] || node
      const { fields: inUse } = await people.fields({ nodeId })
      further = nodeId === node ? [] : inUse
      const said = Object.entries(fieldsFrom(personFieldNames, typed)).filter(([, value]) => value !== null)
      const fields = Object.fromEntries(said) as Record<string, never>
      // A source without a date says nothing.
      if (!fields['expectedGraduation']) delete fields['expectedGraduationSource']
      const { id, possibleDuplicates } = await people.create({
        ...fields,
        name: (typed['name'] ?? '').trim(),
        custom: ownOf(inUse, typed),
        home: {
          nodeId,
          state: (typed['state'] ?? 'visitor') as OpenState,
          joinedOn: typed['joinedOn']?.trim() || undefined,
        },
        force: typed['force'] === 'yes',
      })
      if (id === null)
        return {
          act: 'default',
          problem: undefined,
          issues: [],
          typed,
          id: undefined,
          alike: possibleDuplicates,
          further,
        }
      const name = (typed['name'] ?? '').trim()
      tell(event, { text: typed['force'] === 'yes' ? m.people_alike_added({ name }) : m.people_done_added({ name }) })
      return redirect(303, `/${node}/people/${id}`)
    })
    if (!isActionFailure(outcome) || !further.length) return outcome
    // A place below may ask for more than the page did: the form comes back with all of its fields.
    const { status, data } = outcome as unknown as ActionFailure<Answer>
    return fail(status, { ...data, further })
  },
}

const ownOf = (fields: readonly CustomField[], typed: Typed): CustomChange =>
  Object.fromEntries(
    shownIn(fields, typed).flatMap((field) => {
      const value = customFrom(field, typed)
      return value === null ? [] : [[field.id, value]]
    }),
  )
