import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { AutomationName } from '@ministry/domain/automation/schema'
import { statesAfter } from '@ministry/domain/people/schema'
import type { OpenState, PersonDetail } from '@ministry/domain/people/schema'
import { newId } from '@ministry/kernel/id'
import { m } from '@ministry/kernel/messages'
import { answer } from '#lib/answer.server.ts'
import { lifeLine } from '#lib/automation/life-lines.server.ts'
import { nextActs } from '#lib/automation/next-acts.server.ts'
import { careActs } from '#lib/care/person-acts.server.ts'
import { followUpActs } from '#lib/care/follow-up-acts.server.ts'
import { careOf, careTabs, careTabsOf } from '#lib/care/person-care.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Notice } from '#lib/notice.ts'
import { myPlaces } from '#lib/people/my-places.server.ts'
import { personAnswer } from '#lib/people/person-answer.server.ts'
import { personView } from '#lib/people/person-view.server.ts'
import type { Typed } from '#lib/people/person-form.ts'
import { stateName } from '#lib/people/words.ts'
import { mayHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

const tabs = ['overview', 'life', ...careTabs, 'memberships', 'consents'] as const
/** Acts that are asked about in a dialog, with the right that each needs. */
const dialogs = {
  'change-state': 'change-state',
  'change-home': 'change-home',
  join: 'join-node',
  leave: 'leave-node',
  archive: 'archive',
  consent: 'give-consent',
  'do-not-contact': 'set-do-not-contact',
} as const satisfies Record<string, PersonDetail['acts'][number]>
type DialogName = keyof typeof dialogs

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const person = await locals.api.people.get({ id: params.person })
  // The address of a record that was merged leads to the one that stays.
  if (person.id !== params.person) redirect(308, `/${params.node}/people/${person.id}${url.search}`)
  const { me, place } = await parent()
  const asked = url.searchParams.get('act') as DialogName | null
  const act = asked !== null && Object.hasOwn(dialogs, asked) && person.acts.includes(dialogs[asked]) ? asked : null
  const care = careTabsOf(me.reads, me.account.personId === person.id)
  const known = tabs.filter(
    (name) => !(careTabs as readonly string[]).includes(name) || (care as string[]).includes(name),
  )
  const tab = known.find((name) => name === url.searchParams.get('tab')) ?? 'overview'
  const membership = person.memberships.find(({ id }) => id === url.searchParams.get('membership'))
  const open = person.memberships.filter(({ leftOn }) => leftOn === null)
  const chosen = membership ?? open.find(({ isHome }) => isHome)
  const taken = act === 'join' ? open.flatMap(({ node }) => node?.id ?? []) : person.home ? [person.home.id] : []
  return {
    person: personView(person),
    tab: tab === 'consents' && !person.consents ? 'overview' : tab,
    careTabs: care,
    care: await careOf(locals.api, person.id, tab, url),
    transfer:
      tab === 'memberships' && me.reads.includes('Transfer')
        ? await locals.api.transfers.prepare({ personId: person.id })
        : null,
    fresh: newId(),
    mayExport: person.state !== 'archived' && mayHere(locals, place, 'export', 'Person'),
    life: tab === 'life' ? await lifeOf(locals.api, person.id, url) : null,
    act,
    membership:
      act && chosen ? { nodeId: chosen.node?.id ?? '', nodeName: chosen.node?.name ?? '', state: chosen.state } : null,
    nextStates:
      act === 'change-state' && chosen ? statesAfter(chosen.state).filter((state) => state !== 'archived') : [],
    places: act === 'join' || act === 'change-home' ? await myPlaces(locals.api, me, taken) : [],
  }
}

/** What is next on the first page alone: whoever leafs back looks for what was. */
async function lifeOf(api: App.Locals['api'], personId: string, url: URL) {
  const after = url.searchParams.get('after') ?? undefined
  const { rows, next } = await api.automation.lifeLine({ personId, after })
  return {
    next: after === undefined ? nextActs(await api.automation.next({ personId }), personId) : null,
    lines: rows.map(lifeLine),
    after: next,
    paged: after !== undefined,
  }
}

type Event = RequestEvent<{ node: string; person: string }>
const here = ({ node, person }: Event['params'], tab?: string) => `/${node}/people/${person}${tab ? `?tab=${tab}` : ''}`

/** An act on the person: what it does, where it leads, and what is said then. */
const doing =
  (name: string, tab: string | undefined, run: (event: Event, typed: Typed) => Promise<Notice>) => (event: Event) =>
    personAnswer(event, name, async (typed) => {
      tell(event, await run(event, typed))
      return redirect(303, here(event.params, tab))
    })
/** A no is not everybody's to take back, who may note it. */
const mayAct = async ({ locals, params }: Pick<Event, 'locals' | 'params'>, act: PersonDetail['acts'][number]) =>
  (await locals.api.people.get({ id: params.person })).acts.includes(act)
const given = (typed: Typed, name: string) => typed[name]?.trim() || undefined

export const actions: Actions = {
  ...careActs,
  ...followUpActs,
  card: (event) => {
    const { node, person } = event.params
    return answer(event, async () => {
      const begun = await event.locals.api.people.exports.begin({ nodeId: node, format: 'vcard', ids: [person] })
      redirect(303, `/${node}/people/export?id=${begun.id}`)
    })
  },
  'change-state': doing('change-state', 'memberships', async ({ locals, params }, typed) => {
    const to = typed['to'] as OpenState
    const nodeId = given(typed, 'nodeId')
    await locals.api.people.changeState({
      id: params.person,
      nodeId,
      to,
      on: given(typed, 'on'),
      reason: given(typed, 'reason'),
    })
    return { text: m.people_done_state({ state: stateName(to) }) }
  }),
  'change-home': doing('change-home', 'memberships', async ({ locals, params }, typed) => {
    const [nodeId, keepOld] = [typed['nodeId'] ?? '', 'keepOld' in typed]
    await locals.api.people.changeHome({ id: params.person, nodeId, keepOld, reason: given(typed, 'reason') })
    return { text: m.people_done_home() }
  }),
  join: doing('join', 'memberships', async ({ locals, params }, typed) => {
    const state = typed['state'] as OpenState
    await locals.api.people.joinNode({
      id: params.person,
      nodeId: typed['nodeId'] ?? '',
      state,
      joinedOn: given(typed, 'joinedOn'),
    })
    return { text: m.people_done_joined() }
  }),
  leave: doing('leave', 'memberships', async ({ locals, params }, typed) => {
    const [nodeId, leftOn, reason] = [typed['nodeId'] ?? '', given(typed, 'leftOn'), given(typed, 'reason')]
    await locals.api.people.leaveNode({ id: params.person, nodeId, leftOn, reason })
    return { text: m.people_done_left() }
  }),
  archive: doing('archive', undefined, async ({ locals, params }, typed) => {
    await locals.api.people.archive({ id: params.person, reason: given(typed, 'reason') })
    return { text: m.people_done_archived(), undo: { action: `${here(params)}?/restore`, fields: {} } }
  }),
  restore: doing('restore', undefined, async ({ locals, params }) => {
    await locals.api.people.restore({ id: params.person })
    return { text: m.people_done_restored() }
  }),
  consent: doing('consent', 'consents', async ({ locals, params }, typed) => {
    const wish = wishOf(params.person, typed)
    await locals.api.people.giveConsent(wish)
    return { text: m.people_done_consent() }
  }),
  withdraw: doing('withdraw', 'consents', async ({ locals, params }, typed) => {
    const wish = wishOf(params.person, typed)
    await locals.api.people.withdrawConsent(wish)
    const { channel, purpose, source } = typed
    const fields = { channel: channel ?? '', purpose: purpose ?? '', source: typed['before'] || source || '' }
    const undo = { action: `${here(params)}?/consent`, fields }
    return { text: m.people_done_withdrawn(), ...((await mayAct({ locals, params }, 'renew-consent')) && { undo }) }
  }),
  'do-not-contact': doing('do-not-contact', undefined, async ({ locals, params }, typed) => {
    await locals.api.people.setDoNotContact({ id: params.person, reason: given(typed, 'reason') })
    const undo = { action: `${here(params)}?/lift`, fields: {} }
    return {
      text: m.people_done_do_not_contact(),
      ...((await mayAct({ locals, params }, 'lift-do-not-contact')) && { undo }),
    }
  }),
  pause: doing('pause', 'life', async ({ locals, params }, typed) => {
    await locals.api.automation.pause(heldBy(params.person, typed))
    return { text: m.automation_done_pause() }
  }),
  postpone: doing('postpone', 'life', async ({ locals, params }, typed) => {
    await locals.api.automation.postpone({ ...heldBy(params.person, typed), until: typed['until'] ?? '' })
    return { text: m.automation_done_postpone() }
  }),
  // Who moves may leave the reader's sight: the list of those who are about to stays.
  'move-now': doing('move-now', undefined, async (event, typed) => {
    const { locals, params } = event
    const { name } = personView(await locals.api.people.get({ id: params.person }))
    await locals.api.automation.moveNow({ personId: params.person, networkId: given(typed, 'networkId') })
    tell(event, { text: m.automation_done_move_now({ name }) })
    return redirect(303, `/${params.node}/graduations`)
  }),
  // Beside the other button of the same form.
  choose: doing('move-now', undefined, async (event, typed) => {
    const { locals, params } = event
    const input = { personIds: [params.person], networkId: typed['networkId'] ?? '' }
    const { chosen } = await locals.api.automation.chooseNetwork(input)
    tell(event, { text: m.automation_done_network({ count: chosen }) })
    return redirect(303, `/${params.node}/graduations`)
  }),
  resume: doing('resume', 'life', async ({ locals, params }, typed) => {
    const { personId, automation } = heldBy(params.person, typed)
    await locals.api.automation.resume({ personId, automation })
    return { text: m.automation_done_resume() }
  }),
  tag: doing('tag', undefined, async ({ locals, params }, typed) => {
    await locals.api.people.tagPeople({ ids: [params.person], add: [typed['tag'] ?? ''] })
    return { text: m.people_done_tagged() }
  }),
  untag: doing('untag', undefined, async ({ locals, params }, typed) => {
    const tag = typed['tag'] ?? ''
    await locals.api.people.tagPeople({ ids: [params.person], remove: [tag] })
    return { text: m.people_done_untagged(), undo: { action: `${here(params)}?/tag`, fields: { tag } } }
  }),
  lift: doing('lift', undefined, async ({ locals, params }) => {
    await locals.api.people.liftDoNotContact({ id: params.person })
    return { text: m.people_done_lifted() }
  }),
}

const heldBy = (personId: string, typed: Typed) => ({
  personId,
  automation: typed['automation'] as AutomationName,
  reason: given(typed, 'reason'),
})

function wishOf(id: string, typed: Typed) {
  type Wish = NonNullable<PersonDetail['consents']>[number]
  return {
    id,
    channel: typed['channel'] as Wish['channel'],
    purpose: typed['purpose'] as Wish['purpose'],
    source: given(typed, 'source') ?? m.people_consent_told(),
  }
}
