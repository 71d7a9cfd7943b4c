import { running } from '@ministry/api'
import type { CaseView } from '@ministry/domain/approvals/schema'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, keptOf, textOf } from '#lib/answer.server.ts'
import { linesOf, refusedText, shortSubject, trailText } from '#lib/approvals/case-words.server.ts'
import { stationsOf } from '#lib/approvals/way.ts'
import { tell } from '#lib/notice.server.ts'
import { actsOn } from './acts.ts'
import type { Actions, PageServerLoad } from './$types.js'

/** So many of the newest entries are kept for whoever was slower than others. */
const NEWS = 12

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const { me } = await parent()
  const mine = me.account.personId
  const found = await locals.api.approvals.get({ id: params.case })
  const { trail, seats: _, may, ...asked } = found
  const act = actsOn(may).find((name) => name === url.searchParams.get('act'))
  return {
    asked,
    may,
    act,
    seatId: may.reassign.find((id) => id === url.searchParams.get('seat')) ?? may.reassign[0] ?? null,
    subject: shortSubject(found),
    stations: stationsOf(found, running().services.clock.now()),
    refused: refusedText(found, mine),
    /** Whether somebody else decides after the reader. */
    endorses: turnOf(found, mine) === 'endorse',
    /** How much had happened when the page was read; and what, in words. */
    happened: trail.length,
    trail: linesOf(trail),
    latest: trail.slice(-NEWS).map((entry) => ({ text: trailText(entry), at: entry.at })),
    people: act === 'delegate' || act === 'reassign' ? await peopleFor(locals.api, params.case, '') : null,
  }
}

/** What the reader's turn asks of them. */
const turnOf = ({ seats }: CaseView, me: string) =>
  seats.find(({ state, people }) => state === 'open' && people.some(({ id, deputy }) => id === me || deputy?.id === me))
    ?.act

async function peopleFor(api: App.Locals['api'], id: string, search: string) {
  const { people } = await api.approvals.candidates({ id, search })
  return people.map(({ id, name }) => ({ value: id, label: name }))
}

type Event = RequestEvent<{ case: string }>
const version = (form: FormData) => Number(form.get('version'))
const back = ({ params }: Event) => `/cases/${params.case}`
const choices = ['approve', 'reject', 'send_back', 'abstain'] as const
const done: Record<(typeof choices)[number], () => string> = {
  approve: m.approvals_page_done_approved,
  reject: m.approvals_page_done_rejected,
  send_back: m.approvals_page_done_sent_back,
  abstain: m.approvals_page_done_abstained,
}

export const actions: Actions = {
  decide: (event) =>
    answer(event, async (form) => {
      const choice = choices.find((name) => name === form.get('choice')) ?? 'approve'
      await event.locals.api.approvals.decide({
        id: event.params.case,
        version: version(form),
        choice,
        reason: textOf(form, 'reason'),
        payloadHash: String(form.get('payloadHash')),
      })
      tell(event, { text: done[choice]() })
      redirect(303, '/inbox')
    }),
  delegate: (event) =>
    answer(event, async (form) => {
      const toId = String(form.get('toId') ?? '')
      const input = { id: event.params.case, version: version(form), toId, reason: textOf(form, 'reason') }
      await event.locals.api.approvals.delegate(input)
      tell(event, { text: m.approvals_page_done_delegated() })
      redirect(303, '/inbox')
    }),
  reassign: (event) =>
    answer(event, async (form) => {
      await event.locals.api.approvals.reassign({
        id: event.params.case,
        version: version(form),
        seatId: String(form.get('seatId')),
        toId: String(form.get('toId') ?? ''),
        reason: textOf(form, 'reason') ?? '',
      })
      tell(event, { text: m.approvals_page_done_reassigned() })
      redirect(303, back(event))
    }),
  withdraw: (event) =>
    answer(event, async (form) => {
      const input = { id: event.params.case, version: version(form), reason: textOf(form, 'reason') }
      await event.locals.api.approvals.withdraw(input)
      tell(event, { text: m.approvals_page_done_withdrawn() })
      redirect(303, '/requests')
    }),
  comment: (event) =>
    answer(event, async (form) => {
      await event.locals.api.approvals.comment({ id: event.params.case, text: String(form.get('text') ?? '') })
      tell(event, { text: m.approvals_page_done_comment() })
      redirect(303, `${back(event)}#comments`)
    }),
  /** Looks for whom a turn could be given to. */
  find: (event) =>
    answer(event, async (form) => ({
      people: await peopleFor(event.locals.api, event.params.case, textOf(form, 'text') ?? ''),
      kept: keptOf(form),
    })),
}
