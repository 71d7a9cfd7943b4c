/** The server-side caller of the typed procedures, with the product's errors made SvelteKit's. */
import { nouns } from '@ministry/access'
import { errorMapping, MinistryError, type FieldIssue } from '@ministry/kernel/errors'
import { createCaller, type Api } from '@ministry/api'
import { whySentences } from '#lib/access/why-words.server.ts'
import { error, fail, isHttpError, redirect, type ActionFailure } from '@sveltejs/kit'

type Caller = Exclude<Parameters<typeof createCaller>[0], (...args: never) => unknown>

/** Where a request came from: its path, and whether it only reads, so that it can be asked again. */
export interface Here {
  path: string
  reading: boolean
}

/**
 * The caller for one request. Whoever isn't signed in is sent to sign in, whoever has to set up a second factor there, and whoever
 * reads what asks for a fresh proof to that; all come back to `here` afterwards.
 */
export function apiFor(context: Caller, here: Here): Api {
  const inner = createCaller(context)
  return wrap(inner as never, inner, context.caller.request.id, here) as Api
}

function wrap(target: (...args: unknown[]) => unknown, api: Api, requestId: string, here: Here): unknown {
  return new Proxy(target, {
    get: (inner, key) => wrap(inner[key as never], api, requestId, here),
    apply: async (inner, _self, args) => {
      try {
        return await inner(...args)
      } catch (thrown) {
        throw toKit(thrown, requestId, here, await whyNot(api, ministryError(thrown)))
      }
    },
  })
}

/** What a refusal comes from, by the rules that refused: it goes with the error. Source: ACS-5. */
async function whyNot(api: Api, error: MinistryError | undefined): Promise<WhyNot | undefined> {
  const noun = nouns.find((one) => one === error?.values?.['noun'])
  if (error?.kind !== 'NotAllowed' || !noun) return undefined
  const [told] = (await api.access.why({ noun, id: null, action: String(error.values?.['action']) })).acts
  return told
}
type WhyNot = Awaited<ReturnType<Api['access']['why']>>['acts'][number]

const ministryError = (thrown: unknown): MinistryError | undefined =>
  [thrown, (thrown as { cause?: unknown }).cause].find((error) => error instanceof MinistryError)

/** What stands beside the typed procedures, with its errors made SvelteKit's as theirs are. */
export async function throughKit<T>(act: () => Promise<T>, requestId: string, here: Here): Promise<T> {
  try {
    return await act()
  } catch (thrown) {
    throw toKit(thrown, requestId, here)
  }
}

function toKit(thrown: unknown, requestId: string, here: Here, why?: WhyNot): unknown {
  const known = ministryError(thrown)
  if (known) return fromMinistry(known, requestId, here, why)
  // tRPC's own complaint about an input's shape.
  const { cause } = thrown as { cause?: unknown }
  const issues = (cause as { issues?: { path: PropertyKey[]; message: string }[] } | undefined)?.issues
  if (!Array.isArray(issues)) return thrown
  return fromMinistry(
    new MinistryError('InvalidInput', 'The input is not what this takes.', {
      issues: issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    }),
    requestId,
    here,
  )
}

function fromMinistry(
  { kind, code, values, issues, message }: MinistryError,
  id: string,
  { path, reading }: Here,
  why?: WhyNot,
) {
  try {
    const next = `?next=${encodeURIComponent(path)}`
    if (kind === 'NotSignedIn') redirect(303, `/sign-in${next}`)
    if (code === 'accounts.second-factor.missing') redirect(303, `/second-factor${next}`)
    if (code === 'accounts.prove.needed' && reading) redirect(303, `/confirm${next}`)
    error(errorMapping[kind].status, {
      message,
      id,
      kind,
      code,
      values,
      issues,
      ...(why && { why: whySentences(why, 'UTC') }),
    })
  } catch (made) {
    return made
  }
}

/** What a form learns when its act was refused; the typed values come back with it. */
export interface Refusal {
  kind: string
  code?: string | undefined
  values?: Record<string, string | number>
  issues: FieldIssue[]
  /** Of an act that one's roles don't include: what they come to. */
  why?: string[] | undefined
  form: Record<string, FormDataEntryValue>
  id: string
}

/** Runs a form's act; a refusal becomes the form's own message and loses nothing that was typed. */
export async function attempt<T>(form: FormData, act: () => Promise<T>): Promise<T | ActionFailure<Refusal>> {
  try {
    return await act()
  } catch (thrown) {
    if (!isHttpError(thrown) || !thrown.body.kind) throw thrown
    const { kind, code, values = {}, issues = [], why, id } = thrown.body
    // Passwords and files never travel back.
    const typed = [...form].filter(([name, value]) => typeof value === 'string' && !/password/i.test(name))
    return fail(thrown.status, { kind, code, values, issues, why, form: Object.fromEntries(typed), id })
  }
}
