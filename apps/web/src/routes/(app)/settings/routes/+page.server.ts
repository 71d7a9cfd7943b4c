import { fail, isActionFailure, redirect, type ActionFailure } from '@sveltejs/kit'
import { isId } from '@ministry/kernel/id'
import { m } from '@ministry/kernel/messages'
import { formatMoney } from '@ministry/ui/format.ts'
import type { Answer } from '#lib/answer.ts'
import { answer, textOf } from '#lib/answer.server.ts'
import { subjectText } from '#lib/approvals/case-words.server.ts'
import { tell } from '#lib/notice.server.ts'
import { say, type Values } from '#lib/server/say.ts'
import { roleName } from '#lib/words.ts'
import { changed, readRoute, type Route, type RouteAnswer, type RouteKind } from '#lib/approvals/route-form.ts'
import { factValue } from '#lib/approvals/route-words.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url, parent }) => {
  const { me } = await parent()
  const routes = await routesOf(locals.api, me.nodes)
  const shown = routes.kinds.find(({ kind }) => kind === url.searchParams.get('kind')) ?? routes.kinds[0]!
  const editing = routes.change && url.searchParams.has('edit')
  const tried = editing && shown.draft ? await locals.api.approvals.tryRoute({ id: shown.draft.id }) : null
  return {
    movement: routes.node,
    currency: routes.currency,
    change: routes.change,
    kinds: routes.kinds.map(({ kind, draft }) => ({ kind, draft: draft !== null })),
    shown,
    editing,
    discarding: editing && url.searchParams.has('discard'),
    seen: editing ? null : await versionSeen(locals.api, shown, url.searchParams.get('version') ?? ''),
    seats: seatNames(routes),
    tried: tried && {
      ...tried,
      faults: tried.faults.map(({ code, values }) => ({ text: faultText(code, values, routes.currency) })),
      different: tried.different.map((one) => ({ ...one, subject: subjectText({ kind: shown.kind, ...one }) })),
    },
  }
}

type Nodes = readonly { id: string; parentId: string | null }[]
const routesOf = (api: App.Locals['api'], nodes: Nodes) =>
  api.approvals.routes({ nodeId: nodes.find(({ parentId }) => parentId === null)?.id ?? nodes[0]?.id ?? '' })

/** The version that the address asks for, the product's own included; null: what holds. */
async function versionSeen(api: App.Locals['api'], { kind, version, own }: RouteKind, asked: string) {
  if (asked === 'own') return { id: 'own', version: null, definition: own, holds: version === null }
  if (!isId(asked)) return null
  const found = await api.approvals.routeVersion({ id: asked })
  return found.kind === kind && found.publishedAt ? found : null
}

/** Every seat that a chain can name. */
const seatNames = ({ kinds }: Awaited<ReturnType<typeof routesOf>>): string[] =>
  kinds.find(({ facts }) => facts['role'])?.facts['role'] ?? []

/** What is wrong with a route, in words: amounts with their currency, seats and facts by their names. */
function faultText(code: string, values: Values, currency: string): string {
  const { amount, seat, facts, ...rest } = values
  return say(code, {
    ...rest,
    amount: typeof amount === 'number' ? formatMoney({ minor: amount, currency }) : '',
    seat: typeof seat === 'string' ? roleName(seat) : '',
    facts: String(facts ?? '')
      .split(', ')
      .map((value) => factValue('role', factValue('place', value)))
      .join(', '),
  })
}

type Event = Parameters<NonNullable<Actions['save']>>[0]
async function current(event: Event) {
  const { nodes } = await event.locals.api.accounts.me({})
  const routes = await routesOf(event.locals.api, nodes)
  const kind = event.url.searchParams.get('kind')
  return { routes, shown: routes.kinds.find((one) => one.kind === kind) ?? routes.kinds[0]! }
}
/** Of the draft that the page has shown; null: there was none. */
const hashOf = (form: FormData) => textOf(form, 'hash') ?? null
const editor = (kind: string, anchor = '') => `/settings/routes?kind=${kind}&edit${anchor}`

/** A refusal, where somebody else was quicker with the draft as it stands now: both can be gone on with, and neither is lost. */
async function withTheirs<T>(event: Event, outcome: T | ActionFailure<Answer>, mine?: Route) {
  if (!isActionFailure(outcome)) return outcome as T
  const { status, data: said } = outcome as ActionFailure<Answer>
  // Where the route says what was typed, its fields don't: those of one name would all read as the last of them.
  const data = mine ? { ...said, typed: {} } : said
  if (status !== CONFLICT) return fail(status, { ...data, mine } satisfies RouteAnswer)
  const { draft } = (await current(event)).shown
  const theirs = draft && { hash: draft.hash, definition: draft.definition }
  // The page says what has come to pass; the fields say what was typed.
  return fail(status, { ...data, problem: undefined, mine, theirs } satisfies RouteAnswer)
}
const CONFLICT = 409

export const actions: Actions = {
  /** Saves the draft, after one of the form's buttons where one was pressed. */
  async save(event) {
    let mine: Route | undefined
    let unread: Answer['issues'] = []
    let typed: Answer['typed'] = {}
    const outcome = await answer(event, async (form) => {
      const { routes, shown } = await current(event)
      const { route, issues } = readRoute(form, routes.currency, m.approvals_page_amount_unreadable())
      mine = route
      unread = issues
      typed = Object.fromEntries(issues.map(({ name }) => [name, textOf(form, name) ?? '']))
      if (issues.length) return
      const act = String(form.get('do') ?? '')
      const { kind } = shown
      mine = changed(route, act)
      await event.locals.api.approvals.saveDraft({
        nodeId: routes.node.id,
        kind,
        definition: mine,
        note: textOf(form, 'note'),
        hash: hashOf(form),
      })
      if (!act) tell(event, { text: m.approvals_page_done_draft() })
      const rule = /:(\d+)/.exec(act)?.[1] ?? (act === 'add-rule' ? String(route.rules.length) : undefined)
      redirect(303, editor(kind, rule === undefined ? '' : `#rule-${rule}`))
    })
    if (unread.length)
      return fail(400, {
        ...{ act: 'save', problem: undefined, id: undefined },
        issues: unread,
        typed,
        mine,
      } satisfies RouteAnswer)
    return withTheirs(event, outcome, mine)
  },
  /** A draft of what holds now, or of an earlier version: to begin with or to begin again. */
  begin: async (event) =>
    withTheirs(
      event,
      await answer(event, async (form) => {
        const { routes, shown } = await current(event)
        const { kind, definition } = shown
        const from = await versionSeen(event.locals.api, shown, textOf(form, 'from') ?? '')
        await event.locals.api.approvals.saveDraft({
          ...{ nodeId: routes.node.id, kind, definition: from?.definition ?? definition },
          hash: hashOf(form),
        })
        redirect(303, editor(kind))
      }),
    ),
  discard: async (event) =>
    withTheirs(
      event,
      await answer(event, async (form) => {
        const { shown } = await current(event)
        await event.locals.api.approvals.discardDraft({ id: String(form.get('id')), hash: String(form.get('hash')) })
        tell(event, { text: m.approvals_page_done_discarded() })
        redirect(303, `/settings/routes?kind=${shown.kind}`)
      }),
    ),
  publish: async (event) =>
    withTheirs(
      event,
      await answer(event, async (form) => {
        const { shown } = await current(event)
        const note = textOf(form, 'note')
        await event.locals.api.approvals.publish({
          ...{ id: String(form.get('id')), hash: String(form.get('hash')) },
          ...(note && { note }),
        })
        tell(event, { text: m.approvals_page_done_published() })
        redirect(303, `/settings/routes?kind=${shown.kind}`)
      }),
    ),
}
