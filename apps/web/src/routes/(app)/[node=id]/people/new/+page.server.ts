import { redirect } from '@sveltejs/kit'
import { personFieldNames, type OpenState } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { tell } from '#lib/notice.server.ts'
import { formChoices } from '#lib/people/form-choices.server.ts'
import { personAnswer } from '#lib/people/person-answer.server.ts'
import { fieldsFrom } from '#lib/people/person-form.ts'
import { placesBelow } from '#lib/people/places-below.server.ts'
import { mayHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { place } = await parent()
  return {
    fields: personFieldNames.filter((field) => field !== 'sortName'),
    choices: formChoices(),
    places: await placesBelow(locals.api, place),
    mayAdd: mayHere(locals, place, 'create', 'Person'),
  }
}

export const actions: Actions = {
  default: (event) =>
    personAnswer(event, 'default', async (typed) => {
      const { node } = event.params
      const said = Object.entries(fieldsFrom(personFieldNames, typed)).filter(([, value]) => value !== null)
      const fields = Object.fromEntries(said) as Record<string, never>
      // A source without a date says nothing.
      if (!fields['expectedGraduation']) delete fields['expectedGraduationSource']
      const { id, possibleDuplicates } = await event.locals.api.people.create({
        ...fields,
        name: (typed['name'] ?? '').trim(),
        home: {
          nodeId: typed['homeNodeId'] || node,
          state: (typed['state'] ?? 'visitor') as OpenState,
          joinedOn: typed['joinedOn']?.trim() || undefined,
        },
        force: typed['force'] === 'yes',
      })
      if (id === null)
        return { act: 'default', problem: undefined, issues: [], typed, id: undefined, alike: possibleDuplicates }
      const name = (typed['name'] ?? '').trim()
      tell(event, { text: typed['force'] === 'yes' ? m.people_alike_added({ name }) : m.people_done_added({ name }) })
      return redirect(303, `/${node}/people/${id}`)
    }),
}
