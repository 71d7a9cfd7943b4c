/** What the forms of requests do: show the way before sending, send, and answer one that was sent back. Source: APR-1, APR-6. */
import { newId } from '@ministry/kernel/id'
import { invalidInput } from '@ministry/kernel/errors'
import { fail, isActionFailure, redirect, type RequestEvent } from '@sveltejs/kit'
import { answer, keptOf } from '#lib/answer.server.ts'
import type { Answer } from '#lib/answer.ts'
import { receiveFiles } from '#lib/files/receive-files.server.ts'
import { tell } from '#lib/notice.server.ts'
import { throughKit } from '#lib/server/api.ts'

type Event = RequestEvent<{ node: string }>
export interface Issue {
  path: string
  message: string
  values?: Record<string, string | number>
}

/** Throws InvalidInput, as a procedure would: for what only the form can know. */
export const refuse = (event: Event, issue: Issue): Promise<never> =>
  throughKit(() => Promise.reject(invalidInput('The input is not what this takes.', [issue])), event.locals.requestId, {
    path: event.url.pathname,
    reading: false,
  })

/** A new request's own identifier, and what the form brought of an earlier one that is being changed. */
export const requestIds = () => ({ caseId: newId(), ownId: newId() })

/** Shows the way without JavaScript: everything typed comes back, with the route below. */
export async function showWay(event: Event, kind: string, payloadOf: (form: FormData) => object | null) {
  const received = await receiveFiles(event)
  const { locals, cookies } = event
  const shown = await answer({ ...received, locals, cookies }, async (form) => {
    const payload = payloadOf(form)
    const preview = payload && (await event.locals.api.approvals.preview({ kind, nodeId: event.params.node, payload }))
    return { kept: keptOf(form), preview }
  })
  // The refusal belongs to the form that was sent, not to the button.
  if (isActionFailure(shown)) return fail(shown.status, { ...(shown.data as unknown as Answer), act: 'send' })
  return shown
}

/** Sends a request, or a new revision of one; then goes to its page. */
export async function sendRequest(
  event: Event,
  kind: string,
  payloadOf: (form: FormData) => Promise<object> | object,
  done: string,
) {
  const received = await receiveFiles(event)
  const { locals, cookies } = event
  return answer({ ...received, locals, cookies }, async (form) => {
    received.check()
    const payload = await payloadOf(form)
    const { api } = event.locals
    const { fileIds } = received
    const id = String(form.get('caseId'))
    const version = form.get('version')
    if (version === null) await api.approvals.submit({ id, kind, nodeId: event.params.node, payload, fileIds })
    else {
      const kept = form.getAll('keep').map(String)
      await api.approvals.edit({ id, version: Number(version), payload, fileIds: [...kept, ...fileIds] })
    }
    tell(event, { text: done })
    redirect(303, `/cases/${id}`)
  })
}
