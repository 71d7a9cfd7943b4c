import { redirect, type RequestEvent } from '@sveltejs/kit'
import { running } from '@ministry/api'
import { newId } from '@ministry/kernel/id'
import { m } from '@ministry/kernel/messages'
import { answer, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { runView } from './run-view.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => ({
  run: runView(await locals.api.monitoring.run({ runId: params.run }), running().services.clock.now()),
  request: newId(),
})

type Event = RequestEvent<{ run: string }>
type Outcome = Awaited<ReturnType<App.Locals['api']['monitoring']['retry']>>

/** An act on the run: it is done, a word says so, and the page of the run (or of the new one) comes next. */
const doing =
  (
    done: () => string,
    act: (event: Event, given: { runId: string; reason: string }, form: FormData) => Promise<Outcome>,
  ) =>
  (event: Event) =>
    answer(event, async (form) => {
      const given = { runId: event.params.run, reason: textOf(form, 'reason') ?? '' }
      const { outcome, runId } = await act(event, given, form)
      tell(event, { text: outcome === 'done' ? done() : m.monitoring_unchanged() })
      return redirect(303, `/settings/workflows/runs/${runId}`)
    })

export const actions: Actions = {
  retry: doing(m.monitoring_retried, ({ locals }, given) => locals.api.monitoring.retry(given)),
  cancel: doing(m.monitoring_cancelled, ({ locals }, given) => locals.api.monitoring.cancel(given)),
  replay: doing(m.monitoring_replayed, ({ locals }, given, form) =>
    locals.api.monitoring.replay({ ...given, request: textOf(form, 'request') ?? '' }),
  ),
}
