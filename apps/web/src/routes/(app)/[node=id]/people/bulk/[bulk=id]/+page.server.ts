import { rowsShown } from '@ministry/domain/bulk/schema'
import { m } from '@ministry/kernel/messages'
import { formatPartialDate } from '@ministry/ui/format.ts'
import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { reasonLines, saidOf } from '#lib/bulk/bulk-words.server.ts'
import { stateName } from '#lib/people/words.ts'
import { say } from '#lib/server/say.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
  depends('bulk:progress')
  const { bulk } = locals.api
  const { what, leftFor, sparedFor, problem, undoUntil, ...act } = await bulk.get({
    id: params.bulk,
    nodeId: params.node,
  })
  const underWay = act.state === 'running' || act.state === 'undoing'
  // What wants to be read first: who was spared or left.
  const counted = rowsShown.filter((one) => act[one] > 0)
  const usual = (['spared', 'left'] as const).find((one) => act[one] > 0) ?? (act.undone > 0 ? 'undone' : 'done')
  const show = counted.find((one) => one === url.searchParams.get('show')) ?? usual
  const after = url.searchParams.get('after') ?? undefined
  const page = underWay ? null : await bulk.rows({ id: act.id, show, take: 50, ...(after && { after }) })
  const which = show === 'left' || show === 'spared' ? show : null
  return {
    act: {
      ...act,
      said: saidOf(what),
      underWay,
      facts: [
        ...(what.dueOn === null ? [] : [{ label: m.bulk_due(), value: formatPartialDate(what.dueOn ?? '') }]),
        ...(what.assignee === undefined
          ? []
          : [
              {
                label: m.bulk_asked_of(),
                value: what.assignee ? (what.assignee.name ?? m.shell_somebody()) : m.bulk_nobody(),
              },
            ]),
        ...(what.state === null ? [] : [{ label: m.bulk_as_state(), value: stateName(what.state) }]),
      ],
      problem: problem && say(problem.code, problem.values),
      undoUntil,
    },
    show,
    reasons: which ? reasonLines(which, which === 'left' ? leftFor : sparedFor) : [],
    shown: counted,
    paged: after !== undefined,
    page: page && {
      next: page.next,
      rows: page.rows.map(({ number, person, reason }) => ({
        ...{ id: String(number), person },
        reason: which && reason ? say(`bulk.${which}.${reason}`) : null,
      })),
    },
  }
}

export const actions: Actions = {
  stop: (event) =>
    answer(event, async () => {
      await event.locals.api.bulk.stop({ id: event.params.bulk })
      redirect(303, event.url.pathname)
    }),
  undo: (event) =>
    answer(event, async () => {
      await event.locals.api.bulk.undo({ id: event.params.bulk })
      redirect(303, event.url.pathname)
    }),
}
