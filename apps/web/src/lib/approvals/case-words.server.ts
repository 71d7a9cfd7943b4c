/** A request in words: on the server, so that the browser gets sentences and need not carry the whole catalogue. */
import type { CaseView } from '@ministry/domain/approvals/schema'
import { m } from '@ministry/kernel/messages'
import { problemText } from '#lib/error-text.server.ts'
import { textOfCode } from '#lib/server/say.ts'
import { requestKindName, seatName, seatsInWords } from './words.ts'

/** A key of the catalogue, as kinds name it; anything else is what the requester wrote. */
const isKey = (text: string) => /^[a-z]+([._-][a-z0-9]+)+$/.test(text)

/** The line that names a request: in the requester's own words, or the text of the key that its kind gives. */
export function subjectText({ kind, summary: { subject, about } }: Pick<CaseView, 'kind' | 'summary'>): string {
  const text = isKey(subject) ? (textOfCode(subject) ?? requestKindName(kind)) : subject
  if (!about) return text
  const named = { subject: text, name: about.name }
  // Somebody is asked for as what a role is called; anything else about them is told after the name.
  return subject.startsWith('role_') ? m.approvals_page_subject_as(named) : m.approvals_page_subject_about(named)
}

/** The same, short enough for the head of a page. */
export function shortSubject(of: Pick<CaseView, 'kind' | 'summary'>): string {
  const text = subjectText(of)
  if (text.length <= LONGEST) return text
  const cut = text.slice(0, LONGEST)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), LONGEST / 2)).trimEnd()}…`
}
/** Characters of a title. */
const LONGEST = 90

/** Why somebody can't decide though they have a say in it, in words that fit beside the request. */
const refusals: Record<string, () => string> = {
  'approvals.decide.own': m.approvals_page_refused_own,
  'approvals.decide.signed-already': m.approvals_page_refused_signed,
}
/** Why the reader can't decide: what the engine says, or that a step before theirs is asked first. Null: there is nothing to say. */
export function refusedText({ state, seats, may }: Pick<CaseView, 'state' | 'seats' | 'may'>, me: string) {
  if (may.refused) return refusals[may.refused]?.() ?? problemText('RuleBroken', may.refused)
  const mine = seats.some(
    (seat) => seat.state === 'waiting' && seat.people.some(({ id, deputy }) => [id, deputy?.id].includes(me)),
  )
  return state === 'open' && mine && !may.decide ? m.approvals_page_refused_later() : null
}

type Entry = CaseView['trail'][number]
/** These are told of whom the decision was given to; all others of whom somebody stood in for. */
const given = ['delegated', 'reassigned']
/** What happened to a request, in one sentence: who it was, and for whom they stood in. */
export function trailText({ kind, by, seat, values }: Entry): string {
  const name = by?.name ?? m.approvals_page_somebody()
  const other = typeof values['for'] === 'string' ? values['for'] : undefined
  const role = typeof values['seat'] === 'string' ? values['seat'] : seat?.seat
  // Where nobody stands above, a seat that was late goes on being asked.
  const word = kind === 'stuck' && values['why'] === 'overdue' ? 'late' : kind
  const text = textOfCode(`approvals_page_trail_${word}`, {
    name: other && !given.includes(kind) ? m.approvals_page_for_other({ name, other }) : name,
    other: other ?? m.approvals_page_somebody(),
    seat: role ? seatName(role) : m.approvals_page_this_seat(),
  })
  return text ?? name
}

/** The trail as it is read: what the system did at one instant stands together, and the way it found in one sentence. */
export function linesOf(trail: readonly Entry[]) {
  const lines: { texts: string[]; by: Entry['by']; reason: string | null; at: Date; revision: number }[] = []
  const together = (one: Entry, other: Entry | undefined) =>
    !one.by && other && !other.by && one.at.getTime() === other.at.getTime() && one.revision === other.revision
  for (const [index, entry] of trail.entries()) {
    const { by, reason, at, revision } = entry
    const text = entry.kind === 'routed' ? routedText(trail, entry) : trailText(entry)
    const line = together(entry, trail[index - 1]) ? lines.at(-1) : undefined
    if (!line) lines.push({ texts: [text], by, reason, at, revision })
    else if (!line.texts.includes(text)) line.texts.push(text)
  }
  return lines
}

/** The whole way that was found with this seat. */
const routedText = (trail: readonly Entry[], { revision }: Entry) =>
  m.approvals_page_trail_routed({
    seat: seatsInWords(
      trail
        .filter((entry) => entry.kind === 'routed' && entry.revision === revision)
        .map(({ values, seat }) => ({ seat: String(values['seat'] ?? seat?.seat ?? '') })),
    ),
  })
