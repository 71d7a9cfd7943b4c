/** Form actions: the act is run, and a refusal goes back to the form in words, with everything that was typed. */
import { fail, isActionFailure, type ActionFailure } from '@sveltejs/kit'
import { attempt, type Refusal } from '#lib/server/api.ts'
import { formOf } from '#lib/server/form-of.ts'
import { proofFor, proveFirst, type Asked } from '#lib/server/proof.ts'
import { issueText, problemText } from './error-text.server.ts'
import type { Answer } from './answer.ts'

/** Runs the act with the request's form. Redirects and defects pass through; what the product refuses becomes an Answer. */
export async function answer<T>(event: Asked, act: (form: FormData) => Promise<T>): Promise<T | ActionFailure<Answer>> {
  const { request, url } = event
  const form = await formOf(request)
  const outcome = await attempt(form, async () => {
    await proveFirst(event, form)
    return act(form)
  })
  if (!isActionFailure(outcome)) return outcome as Awaited<T>
  const { status, data } = outcome as ActionFailure<Refusal>
  const name = [...url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1) ?? 'default'
  return fail(status, { ...inWords(data, name), proof: await proofFor(event, data.code) })
}

function inWords({ kind, code, values, issues, why, form, id }: Refusal, act: string): Answer {
  const typed = Object.fromEntries(Object.entries(form).map(([name, value]) => [name, String(value)]))
  return {
    act,
    problem:
      kind === 'InvalidInput' && issues.length
        ? undefined
        : [problemText(kind, code, values), ...(why ?? [])].join(' '),
    issues: issues.map((issue) => {
      // `settings.timeZone` and `emails.0` are the fields timeZone and emails of the form.
      const name = issue.path.split('.').findLast((part) => part in typed) ?? issue.path
      return { name, message: issueText(issue, typed[name]) }
    }),
    typed,
    id: kind === 'Unavailable' || kind === 'Defect' ? id : undefined,
  }
}

/** Text of a form's field, trimmed; undefined where it is blank or absent. */
export function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name)
  return (typeof value === 'string' && value.trim()) || undefined
}

/** What stands in a form, for steps between that must not lose it. Passwords and files never travel back. */
export const keptOf = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) => (typeof value === 'string' && !/password/i.test(name) ? [[name, value]] : [])),
  )
