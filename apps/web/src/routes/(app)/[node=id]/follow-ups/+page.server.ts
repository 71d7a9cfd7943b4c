import { isId } from '@ministry/kernel/id'
import { m } from '@ministry/kernel/messages'
import { redirect } from '@sveltejs/kit'
import { answer, textOf } from '#lib/answer.server.ts'
import { followUpActs } from '#lib/care/follow-up-acts.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

const views = ['workload', 'open', 'late', 'nobody', 'left', 'closed'] as const
/** People that one look asks for takers of. */
const CHOICES = 200

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const nodeId = params.node
  const asked = url.searchParams.get('view')
  const of = url.searchParams.get('of')
  const view = views.find((name) => name === asked) ?? 'workload'
  const after = url.searchParams.get('after') ?? undefined
  const workload = view === 'workload' ? await locals.api.followUps.workload({ nodeId }) : null
  const list =
    view === 'workload'
      ? null
      : await locals.api.followUps.list({
          ...{ nodeId, state: view === 'closed' ? 'closed' : 'open', late: view === 'late' },
          ...((view === 'nobody' || view === 'left') && { assignee: view }),
          ...(view === 'open' && of && isId(of) && { assignee: of }),
          ...(after && { after }),
        })
  const people = [...new Set(list?.rows.filter(({ state }) => state === 'open').map(({ person }) => person.id))]
  const { takers } = people.length
    ? await locals.api.followUps.takers({ personIds: people.slice(0, CHOICES) })
    : { takers: [] }
  return { view, of, workload, list, takers, paged: after !== undefined }
}

export const actions: Actions = {
  ...followUpActs,
  give: (event) =>
    answer(event, async (form) => {
      const items = form.getAll('item').flatMap((item) => {
        const [id = '', version] = String(item).split(':')
        return isId(id) ? [{ id, version: Number(version) }] : []
      })
      if (items.length === 0) return { act: 'give', problem: m.follow_ups_give_none(), issues: [], typed: {} }
      const assigneeId = textOf(form, 'assigneeId') ?? null
      const { given } = await event.locals.api.followUps.reassign({ of: { items }, assigneeId })
      tell(event, { text: m.follow_ups_said_given({ count: given }) })
      const query = [...event.url.searchParams].filter(([name]) => !name.startsWith('/'))
      return redirect(303, `${event.url.pathname}?${new URLSearchParams(query)}`)
    }),
}
