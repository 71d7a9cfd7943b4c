/** Forms about a person: what the product refuses comes back in words, beside the input that it is about. */
import { fail, isActionFailure, type ActionFailure } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import type { Answer } from '#lib/answer.ts'
import { issueText, problemText } from '#lib/error-text.server.ts'
import { attempt, type Refusal } from '#lib/server/api.ts'
import { formOf } from '#lib/server/form-of.ts'
import { proofFor, proveFirst, type Asked } from '#lib/server/proof.ts'
import { textOfCode, type Values } from '#lib/server/say.ts'
import { fieldText } from './field-text.server.ts'
import { dateFields, linesOf, listFields, type Typed } from './person-form.ts'

/** Runs the act with what was typed. */
export async function personAnswer<T>(
  event: Pick<Asked, 'request'> & Partial<Asked>,
  act: string,
  run: (typed: Typed) => Promise<T>,
): Promise<T | ActionFailure<Answer>> {
  const form = await formOf(event.request)
  const asked = { ...event, url: event.url ?? new URL(event.request.url) }
  const typed = Object.fromEntries(
    [...form].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[0].startsWith('proof'),
    ),
  )
  const outcome = await attempt(form, async () => {
    await proveFirst(asked, form)
    return run(typed)
  })
  if (!isActionFailure(outcome)) return outcome as T
  const { status, data } = outcome as ActionFailure<Refusal>
  return fail(status, { ...inWords(data, act, typed), proof: await proofFor(asked, data.code) })
}

function inWords({ kind, code, values = {}, issues, id }: Refusal, act: string, typed: Typed): Answer {
  const said = code && textOfCode(code, readable(values))
  return {
    act,
    problem: kind === 'InvalidInput' && issues.length ? undefined : said || problemText(kind, code, values),
    issues: issues.map((issue) => {
      const name = inputOf(issue.path, typed)
      return {
        name,
        message: textOfCode(issue.message, issue.values) ?? ownWords(issue.path) ?? issueText(issue, typed[name]),
      }
    }),
    typed,
    id: kind === 'Unavailable' ? id : undefined,
  }
}

/** States and dates among the values are said as people say them. */
function readable(values: Values): Values {
  const fields: Record<string, string> = { from: 'state', to: 'state', since: 'joinedOn', joinedOn: 'joinedOn' }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      fields[name] ? (fieldText(fields[name], value) ?? value) : value,
    ]),
  )
}

/** `fields.emails.1` is the input of the second address that was typed; a date's complaint stands at the date. */
function inputOf(path: string, typed: Typed): string {
  const parts = path.split('.').filter((part) => part !== 'fields' && part !== 'home')
  const [field = path, place] = parts
  if (field === 'custom') return `custom.${place}`
  if ((listFields as readonly string[]).includes(field))
    return linesOf(field, typed)[Number(place ?? 0)] ?? `${field}.0`
  return field
}

function ownWords(path: string): string | undefined {
  const field = path.split('.').find((part) => part !== 'fields')
  if (field === 'emails') return m.people_email_unreadable()
  if ((dateFields as readonly string[]).includes(field ?? '')) return m.people_date_unreadable()
  return undefined
}
