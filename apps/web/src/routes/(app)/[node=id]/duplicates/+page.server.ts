import { formatPartialDate } from '@ministry/ui/format.ts'
import { redirect } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import { fieldText } from '#lib/people/field-text.server.ts'
import { reasonsText } from '#lib/people/pair-words.server.ts'
import { mayHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

const filters = ['open', 'certain', 'possible', 'proposed', 'not-same', 'merged'] as const

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const { place } = await parent()
  const show = filters.find((name) => name === url.searchParams.get('show')) ?? 'open'
  const after = url.searchParams.get('after') ?? undefined
  const asked = { nodeId: params.node, after, take: 50 }
  const mayMerge = mayHere(locals, place, 'merge', 'Person')
  if (show === 'merged' && mayMerge) {
    const { rows, next, total } = await locals.api.people.merges(asked)
    return { show, mayMerge, total, next, paged: after !== undefined, merges: rows.map(mergeLine), pairs: [] }
  }
  const { rows, next, total } = await locals.api.people.duplicates({
    ...asked,
    state: show === 'proposed' || show === 'not-same' ? show : 'open',
    ...((show === 'certain' || show === 'possible') && { verdict: show }),
  })
  return { show, mayMerge, total, next, paged: after !== undefined, pairs: rows.map(pairLine), merges: [] }
}

type Pair = Awaited<ReturnType<App.Locals['api']['people']['duplicates']>>['rows'][number]
const pairLine = ({ first, second, reasons, ...pair }: Pair) => ({
  ...pair,
  reasons: reasonsText(reasons).pro.slice(0, 4),
  people: [first, second].map(({ id, name, birthDate, email, home }) => ({
    ...{ id, name, home: home?.name ?? null },
    known: [fieldText('birthDate', birthDate), email].filter((text) => text != null),
  })),
})
type Merge = Awaited<ReturnType<App.Locals['api']['people']['merges']>>['rows'][number]
const mergeLine = ({ id, at, by, survivor, mergedName }: Merge) => ({
  ...{ id, survivorId: survivor.id, survivor: survivor.name },
  text: m.people_duplicates_merged_into({ merged: mergedName, survivor: survivor.name }),
  when: by
    ? m.people_duplicates_merged_by({ date: formatPartialDate(at.toISOString().slice(0, 10)), name: by })
    : m.people_duplicates_merged_at({ date: formatPartialDate(at.toISOString().slice(0, 10)) }),
})

export const actions: Actions = {
  undo: (event) =>
    answer(event, async (form) => {
      const { kept } = await event.locals.api.people.unmerge({ id: String(form.get('mergeId')) })
      tell(event, { text: kept.length ? m.people_merge_undone_kept() : m.people_merge_undone() })
      redirect(303, `/${event.params.node}/duplicates?show=merged`)
    }),
}
