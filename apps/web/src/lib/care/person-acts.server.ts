/** What forms of the person's page do about care. */
import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { relatives, type Relative } from '@ministry/domain/families/schema'
import { m } from '@ministry/kernel/messages'
import { tell } from '#lib/notice.server.ts'
import type { Notice } from '#lib/notice.ts'
import { personAnswer } from '#lib/people/person-answer.server.ts'
import type { Typed } from '#lib/people/person-form.ts'
import { refuse } from '#lib/requests/request-acts.server.ts'

type Event = RequestEvent<{ node: string; person: string }>
const base = ({ node, person }: Event['params']) => `/${node}/people/${person}`
const given = (typed: Typed, name: string) => typed[name]?.trim() || undefined

/** An act, after which the page comes back at the tab with a word. */
const doing = (name: string, tab: string, run: (event: Event, typed: Typed) => Promise<Notice>) => (event: Event) =>
  personAnswer(event, name, async (typed) => {
    tell(event, await run(event, typed))
    return redirect(303, `${base(event.params)}?tab=${tab}`)
  })
const body = (typed: Typed) => typed['body'] ?? ''
const id = (typed: Typed) => typed['id'] ?? ''
const version = (typed: Typed) => Number(typed['version'])
/** The chosen readers of a care note, one field each: `reader.<id>`. */
const readersOf = (typed: Typed) =>
  Object.keys(typed).flatMap((name) => (name.startsWith('reader.') ? name.slice(7) : []))

/** A longer text doesn't fit beside the word that offers to undo. */
const SHORT = 1000

const noteActs = {
  'write-note': doing('write-note', 'notes', async ({ locals, params }, typed) => {
    await locals.api.care.writeNote({ id: id(typed), personId: params.person, body: body(typed) })
    return { text: m.care_done_note() }
  }),
  'change-note': doing('change-note', 'notes', async ({ locals }, typed) => {
    await locals.api.care.changeNote({ id: id(typed), version: version(typed), body: body(typed) })
    return { text: m.care_done_changed() }
  }),
  'remove-note': doing('remove-note', 'notes', async ({ locals, params }, typed) => {
    await locals.api.care.removeNote({ id: id(typed) })
    const undo = { action: `${base(params)}?/write-note`, fields: { id: id(typed), body: body(typed) } }
    return { text: m.care_done_removed(), ...(typed['mine'] && body(typed).length <= SHORT && { undo }) }
  }),
  'write-care': doing('write-care', 'notes', async ({ locals, params }, typed) => {
    const sharedWith = readersOf(typed)
    await locals.api.care.writeCareNote({ id: id(typed), personId: params.person, body: body(typed), sharedWith })
    return { text: m.care_done_care() }
  }),
  'change-care': doing('change-care', 'notes', async ({ locals }, typed) => {
    await locals.api.care.changeCareNote({ id: id(typed), version: version(typed), body: body(typed) })
    return { text: m.care_done_changed() }
  }),
  'share-care': doing('share-care', 'notes', async ({ locals }, typed) => {
    await locals.api.care.shareCareNote({ id: id(typed), sharedWith: readersOf(typed) })
    return { text: m.care_done_shared() }
  }),
  'remove-care': doing('remove-care', 'notes', async ({ locals }, typed) => {
    await locals.api.care.removeCareNote({ id: id(typed) })
    return { text: m.care_done_removed() }
  }),
  'break-glass': doing('break-glass', 'notes', async ({ locals, params }, typed) => {
    await locals.api.care.breakGlass({ personId: params.person, reason: typed['reason'] ?? '' })
    return { text: m.care_done_glass() }
  }),
  // The texts are shown once, on the answer itself: they stand in no address and no cache.
  'open-care': (event: Event) =>
    personAnswer(event, 'open-care', async () => ({
      opened: (await event.locals.api.care.openCareNotes({ personId: event.params.person })).texts,
    })),
}

const followUpActs = {
  'follow-up': doing('follow-up', 'follow-ups', async ({ locals, params }, typed) => {
    await locals.api.followUps.create({
      ...{ id: id(typed), personId: params.person, title: typed['title'] ?? '', dueOn: typed['dueOn'] ?? '' },
      ...{ detail: given(typed, 'detail') ?? null, assigneeId: given(typed, 'assigneeId') ?? null },
    })
    return { text: m.follow_ups_done_asked() }
  }),
}

/** People of the place whom one may mean, for the form that asks what they are. */
async function foundBy({ locals, params }: Event, term: string | undefined) {
  if (!term) return { found: [], term: '' }
  const { rows } = await locals.api.people.search({ nodeId: params.node, term, take: 8 })
  const others = rows.filter((row) => row.id !== params.person)
  return { found: others.map(({ id: value, name, home }) => ({ value, label: name, note: home?.name })), term }
}
const relate = doing('relate', 'family', async (event, typed) => {
  const { locals, params } = event
  const otherId = typed['otherId'] ?? ''
  const household = given(typed, 'householdId')
  const is = (relatives as readonly string[]).includes(typed['is'] ?? '') ? (typed['is'] as Relative) : undefined
  if (!is && !household) return refuse(event, { path: 'is', message: 'families.relation-missing' })
  if (is) await locals.api.families.relate({ personId: params.person, otherId, is })
  if (household)
    await locals.api.families.joinHousehold({
      id: household,
      personId: otherId,
      role: is === 'child' ? 'child' : 'adult',
    })
  return { text: m.families_done_related() }
})

const familyActs = {
  find: (event: Event) => personAnswer(event, 'find', (typed) => foundBy(event, given(typed, 'term'))),
  // A refusal stands at the form, which is there while somebody is found.
  relate: async (event: Event) => {
    const outcome = await relate(event)
    return fail(outcome.status, { ...outcome.data, ...(await foundBy(event, given(outcome.data.typed, 'term'))) })
  },
  unrelate: doing('unrelate', 'family', async ({ locals }, typed) => {
    await locals.api.families.unrelate({ id: id(typed) })
    return { text: m.families_done_unrelated() }
  }),
  household: doing('household', 'family', async ({ locals, params }, typed) => {
    await locals.api.families.createHousehold({ id: id(typed), name: typed['name'] ?? '', personId: params.person })
    return { text: m.families_done_household() }
  }),
  'leave-household': doing('leave-household', 'family', async ({ locals }, typed) => {
    await locals.api.families.leaveHousehold({ id: id(typed), personId: typed['memberId'] ?? '' })
    return { text: m.families_done_left() }
  }),
  'share-address': doing('share-address', 'family', async ({ locals, params }, typed) => {
    const { changed } = await locals.api.families.shareAddress({ id: id(typed), fromId: params.person })
    return { text: m.families_done_address({ count: changed }) }
  }),
}

const transferActs = {
  offer: doing('offer', 'memberships', async ({ locals, params }, typed) => {
    await locals.api.transfers.offer({
      ...{ id: id(typed), personId: params.person, toNodeId: typed['toNodeId'] ?? '' },
      ...{ message: given(typed, 'message') ?? null, withNotes: 'withNotes' in typed },
    })
    return { text: m.transfers_done_offered() }
  }),
  'withdraw-offer': doing('withdraw-offer', 'memberships', async ({ locals }, typed) => {
    await locals.api.transfers.withdraw({ id: id(typed) })
    return { text: m.transfers_done_withdrawn() }
  }),
}

export const careActs = { ...noteActs, ...followUpActs, ...familyActs, ...transferActs }
