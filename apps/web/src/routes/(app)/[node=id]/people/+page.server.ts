import { isHttpError, redirect } from '@sveltejs/kit'
import { answer, textOf } from '#lib/answer.server.ts'
import { issueText, problemText } from '#lib/error-text.server.ts'
import { listHref, usualOrder } from '#lib/people/filter.ts'
import { listActs } from '#lib/people/list-acts.server.ts'
import { lookAt, termGroups, withTerm } from '#lib/people/list-state.server.ts'
import { columnsWith } from '#lib/people/list-words.server.ts'
import { peopleLines } from '#lib/people/people-lines.server.ts'
import { askables, readTerm } from '#lib/people/read-term.server.ts'
import { mayHere, seesAllHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const asked = url.searchParams
  const { state, view, changed, columns, kept, hasViews, own } = await lookAt(locals, params.node, asked)
  const adding = asked.get('adding')
  const group = asked.get('group')
  const term = adding ? readTerm(adding, asked, own) : undefined
  if (term) {
    const to = group === null ? undefined : Number(group)
    redirect(303, `/${params.node}/people${listHref({ ...state, filter: withTerm(state.filter, term, to) })}`)
  }
  const { list, problem } = await listOf()
  const { place } = await parent()
  const panel = asked.get('panel')
  const all = askables(own)
  return {
    list: { rows: peopleLines(list.rows, own.fields), next: list.next, total: list.total },
    problem,
    look: state,
    groups: termGroups(state, own),
    panel,
    adding:
      panel === 'add'
        ? {
            askables: all,
            chosen: all.find(({ name }) => name === (adding ?? asked.get('add'))) ?? null,
            group,
            refused: adding !== null,
          }
        : null,
    columns: { all: columnsWith(own.fields), chosen: columns },
    views: {
      known: kept.views.map(({ id, name, shared, mine, changeable, version, place }) => {
        return { id, name, shared, mine, changeable, version, place }
      }),
      openId: view?.id ?? null,
      changed,
      firstId: kept.defaultViewId,
      mayShare: kept.mayShare,
      shown: hasViews,
    },
    mayExport: mayHere(locals, place, 'export', 'Person'),
    // Whoever sees of others only the group's list would find nobody but themselves.
    mayFilter: list.rows.every((row) => row.state !== undefined),
    seesAll: seesAllHere(locals, place, 'Person'),
    mayBulk: mayHere(locals, place, 'create', 'BulkAct') && seesAllHere(locals, place, 'Person'),
    mayAdd: mayHere(locals, place, 'create', 'Person'),
    mayImport: mayHere(locals, place, 'create', 'Import'),
  }

  /** The list; where a condition can't be asked, none and why, so that it can be taken away. */
  async function listOf() {
    try {
      const { filter, order } = state
      return { list: await locals.api.people.list({ nodeId: params.node, filter, order, columns }), problem: null }
    } catch (thrown) {
      const special = state.filter.where !== undefined || state.order.by !== usualOrder.by
      if (!special || !isHttpError(thrown) || ![400, 403, 422].includes(thrown.status)) throw thrown
      const { kind = '', code, values, issues = [] } = thrown.body
      const [issue] = issues
      return {
        list: { rows: [], next: null, total: 0 },
        problem: issue ? issueText(issue, 'said') : problemText(kind, code, values),
      }
    }
  }
}

export const actions: Actions = {
  ...listActs,
  // What is typed, and the place in the alphabet where the next page begins, are names of people: they travel by POST.
  search: (event) =>
    answer(event, async (form) => {
      const term = textOf(form, 'search')?.slice(0, 200)
      if (!term) return { search: null }
      const { rows, total, refine } = await event.locals.api.people.search({ nodeId: event.params.node, term })
      return { search: { term, rows: peopleLines(rows, []), total, refine } }
    }),
  more: (event) =>
    answer(event, async (form) => {
      const { state, columns, own } = await lookAt(event.locals, event.params.node, event.url.searchParams)
      const { rows, next } = await event.locals.api.people.list({
        nodeId: event.params.node,
        filter: state.filter,
        order: state.order,
        columns,
        after: textOf(form, 'after'),
        take: Math.min(200, Math.max(50, Number(form.get('take')) || 0)),
      })
      return { more: { rows: peopleLines(rows, own.fields), next } }
    }),
}
