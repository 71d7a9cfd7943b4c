/** A request in words: on the server, so that the browser gets sentences and need not carry the whole catalogue. */
import type { CaseView } from '@ministry/domain/approvals/schema'
import { m } from '@ministry/kernel/messages'
import { problemText } from '#lib/error-text.server.ts'
import { textOfCode } from '#lib/server/say.ts'
import { requestKindName, seatName } from './words.ts'

/** A key of the catalogue, as kinds name it; anything else is what the requester wrote. */
const isKey = (text: string) => /^[a-z]+([._-][a-z0-9]+)+$/.test(text)

/** The line that names a request: in the requester's own words, or the text of the key that its kind gives. */
export function subjectText({ kind, summary: { subject, about } }: Pick<CaseView, 'kind' | 'summary'>): string {
  const text = isKey(subject) ? (textOfCode(subject) ?? requestKindName(kind)) : subject
  return about ? m.approvals_page_subject_about({ subject: text, name: about.name }) : text
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

/** Why somebody can't decide though they hold a seat. */
export const refusedText = (code: string | null): string | null => code && problemText('RuleBroken', code)

type Entry = CaseView['trail'][number]
/** What happened to a request, in one sentence: who it was, and for whom they stood in. */
export function trailText({ kind, by, seat, values }: Entry): string {
  const name = by?.name ?? m.approvals_page_somebody()
  const other = typeof values['for'] === 'string' ? values['for'] : undefined
  const role = typeof values['seat'] === 'string' ? values['seat'] : seat?.seat
  const text = textOfCode(`approvals_page_trail_${kind}`, {
    name: other ? m.approvals_page_for_other({ name, other }) : name,
    seat: role ? seatName(role) : m.approvals_page_this_seat(),
  })
  return text ?? name
}

/** The trail as it is read: what the system did at one instant stands together. */
export function linesOf(trail: readonly Entry[]) {
  const lines: { texts: string[]; by: Entry['by']; reason: string | null; at: Date; revision: number }[] = []
  for (const entry of trail) {
    const { by, reason, at, revision } = entry
    const last = lines.at(-1)
    const together = last && !by && !last.by && last.at.getTime() === at.getTime() && last.revision === revision
    if (!together) lines.push({ texts: [trailText(entry)], by, reason, at, revision })
    else if (!last.texts.includes(trailText(entry))) last.texts.push(trailText(entry))
  }
  return lines
}
