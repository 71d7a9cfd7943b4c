/** What forms of the person's page do about care. */
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { relatives, type Relative } from '@ministry/domain/families/schema'
import { m } from '@ministry/kernel/messages'
import { tell } from '#lib/notice.server.ts'
import type { Notice } from '#lib/notice.ts'
import { personAnswer } from '#lib/people/person-answer.server.ts'
import type { Typed } from '#lib/people/person-form.ts'

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

const familyActs = {
  find: (event: Event) =>
    personAnswer(event, 'find', async (typed) => {
      const term = given(typed, 'term')
      if (!term) return { found: [], term: '' }
      const { rows } = await event.locals.api.people.search({ nodeId: event.params.node, term, take: 8 })
      const found = rows.filter((row) => row.id !== event.params.person)
      return { found: found.map(({ id: value, name, home }) => ({ value, label: name, note: home?.name })), term }
    }),
  relate: doing('relate', 'family', async ({ locals, params }, typed) => {
    const otherId = typed['otherId'] ?? ''
    const household = given(typed, 'householdId')
    const is = typed['is'] ?? ''
    if ((relatives as readonly string[]).includes(is))
      await locals.api.families.relate({ personId: params.person, otherId, is: is as Relative })
    if (household)
      await locals.api.families.joinHousehold({
        id: household,
        personId: otherId,
        role: is === 'child' ? 'child' : 'adult',
      })
    return { text: m.families_done_related() }
  }),
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
