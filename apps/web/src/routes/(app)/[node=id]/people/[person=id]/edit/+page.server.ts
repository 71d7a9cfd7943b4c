import { isHttpError, redirect } from '@sveltejs/kit'
import { personFieldNames } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { tell } from '#lib/notice.server.ts'
import { fieldText } from '#lib/people/field-text.server.ts'
import { formChoices } from '#lib/people/form-choices.server.ts'
import { personAnswer } from '#lib/people/person-answer.server.ts'
import { fieldsFrom, inputsOf, merge, same, sortNameAfter, type Fields, type Typed } from '#lib/people/person-form.ts'
import { personView } from '#lib/people/person-view.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const person = await locals.api.people.get({ id: params.person })
  const editable = personFieldNames.filter((field) => person.editable.includes(field))
  const { name, home, state } = personView(person)
  return {
    person: { id: person.id, name, home, state, version: person.version, fields: person.fields },
    editable,
    allFields: personFieldNames.length,
    // What the form was filled with: it tells what was changed in it from what somebody else changed.
    base: JSON.stringify(Object.assign({}, ...editable.map((field) => inputsOf(field, person.fields[field])))),
    choices: formChoices(person.fields),
  }
}

export const actions: Actions = {
  default: (event) =>
    personAnswer(event, 'default', async (typed) => {
      const { node, person: id } = event.params
      const { people } = event.locals.api
      const base = readBase(typed)
      const shown = personFieldNames.filter((field) => field in typed || hasInputs(field, typed))
      const before = fieldsFrom(shown, base)
      const after = fieldsFrom(shown, typed)
      const fields = Object.fromEntries(
        Object.entries(after).filter(([field, value]) => !same(value, before[field as keyof Fields])),
      ) as Fields
      if (fields.name && !('sortName' in fields))
        fields.sortName = sortNameAfter(String(before.name ?? ''), (before.sortName as string) ?? null, fields.name)
      if (Object.keys(fields).length) {
        try {
          await people.update({ id, version: Number(typed['version']), fields })
        } catch (thrown) {
          if (!isHttpError(thrown) || thrown.body.code !== 'people.update.changed-meanwhile') throw thrown
          const now = await people.get({ id })
          const merged = merge(shown, base, typed, now.fields)
          return {
            act: 'default',
            problem: m.people_conflict(),
            issues: merged.both.map(({ field, theirs }) => ({
              name: Array.isArray(theirs) ? `${field}.0` : field,
              message: m.people_conflict_field({ theirs: fieldText(field, theirs) ?? m.people_nothing() }),
            })),
            typed: merged.typed,
            id: undefined,
          }
        }
        tell(event, { text: m.people_done_saved() })
      }
      return redirect(303, `/${node}/people/${id}`)
    }),
}

const hasInputs = (field: string, typed: Typed) => Object.keys(typed).some((name) => name.startsWith(`${field}.`))

function readBase(typed: Typed): Typed {
  try {
    const base: unknown = JSON.parse(typed['base'] ?? '')
    return typeof base === 'object' && base !== null ? (base as Typed) : {}
  } catch {
    return {}
  }
}
