import { isHttpError, redirect } from '@sveltejs/kit'
import { personFieldNames, type CustomChange, type PersonDetail } from '@ministry/domain/people/schema'
import { m } from '@ministry/kernel/messages'
import { tell } from '#lib/notice.server.ts'
import { customChanges, inputOf, inputsWith, shownIn } from '#lib/people/custom-form.ts'
import { fieldText } from '#lib/people/field-text.server.ts'
import { formChoices } from '#lib/people/form-choices.server.ts'
import { personAnswer } from '#lib/people/person-answer.server.ts'
import { fieldsFrom, inputsOf, merge, same, sortNameAfter, type Fields, type Typed } from '#lib/people/person-form.ts'
import { customText } from '#lib/people/own-facts.server.ts'
import { personView } from '#lib/people/person-view.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const person = await locals.api.people.get({ id: params.person })
  const editable = personFieldNames.filter((field) => person.editable.includes(field))
  const { name, home, state } = personView(person)
  const custom = editableCustom(person)
  return {
    person: { id: person.id, name, home, state, version: person.version, fields: person.fields },
    editable,
    custom,
    allFields: personFieldNames.length,
    // What the form was filled with: it tells what was changed in it from what somebody else changed.
    base: JSON.stringify(
      Object.assign(
        {},
        ...editable.map((field) => inputsOf(field, person.fields[field])),
        ...custom.map(({ field, value }) => inputsWith(field, value)),
      ),
    ),
    institutions: await institutionsAround(locals.api, home?.id ?? params.node),
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
      // Of the person as they are now: only fields that are in use are asked about.
      const custom = editableCustom(await people.get({ id })).map(({ field }) => field)
      const ownChanges = customChanges(shownIn(custom, typed), base, typed)
      const fields = Object.fromEntries(
        Object.entries(after).filter(([field, value]) => !same(value, before[field as keyof Fields])),
      ) as Fields
      if (fields.name && !('sortName' in fields))
        fields.sortName = sortNameAfter(String(before.name ?? ''), (before.sortName as string) ?? null, fields.name)
      if (Object.keys(fields).length || Object.keys(ownChanges).length) {
        try {
          await people.update({ id, version: Number(typed['version']), fields, custom: ownChanges })
        } catch (thrown) {
          if (!isHttpError(thrown) || thrown.body.code !== 'people.update.changed-meanwhile') throw thrown
          const now = await people.get({ id })
          const merged = merge(shown, base, typed, now.fields)
          const own = mergeOwn(now, base, typed, ownChanges)
          return {
            act: 'default',
            problem: m.people_conflict(),
            issues: [
              ...merged.both.map(({ field, theirs }) => ({
                name: Array.isArray(theirs) ? `${field}.0` : field,
                message: m.people_conflict_field({ theirs: fieldText(field, theirs) ?? m.people_nothing() }),
              })),
              ...own.issues,
            ],
            typed: { ...merged.typed, ...own.typed },
            id: undefined,
          }
        }
        tell(event, { text: m.people_done_saved() })
      }
      return redirect(303, `/${node}/people/${id}`)
    }),
}

/** None where the place is out of sight: people edit themselves too. */
async function institutionsAround(api: App.Locals['api'], nodeId: string): Promise<string[]> {
  try {
    return (await api.people.institutions({ nodeId })).institutions
  } catch (thrown) {
    if (isHttpError(thrown)) return []
    throw thrown
  }
}

/** Fields of one's own that the reader may write, with their values. */
const editableCustom = ({ custom, editable }: PersonDetail) =>
  custom.filter(({ field }) => editable.includes(field.sensitive ? 'sensitiveCustom' : 'custom'))

/** What stands in the inputs of one's own fields now, and where somebody else changed the same. */
function mergeOwn(now: PersonDetail, base: Typed, typed: Typed, mine: CustomChange) {
  const issues: { name: string; message: string }[] = []
  const inputs = editableCustom(now).map(({ field, value }): Typed => {
    if (!(field.id in mine)) return inputsWith(field, value)
    if (field.id in customChanges([field], base, inputsWith(field, value)) && !same(value, mine[field.id])) {
      const theirs = customText(field, value) ?? m.people_nothing()
      issues.push({ name: inputOf(field), message: m.people_conflict_field({ theirs }) })
    }
    return inputsWith(field, mine[field.id] ?? null)
  })
  return { issues, typed: Object.assign({}, ...inputs) as Typed }
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
