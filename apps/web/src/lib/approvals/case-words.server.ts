/** A request in words: on the server, so that the browser gets sentences and need not carry the whole catalogue. */
import type { CaseView } from '@ministry/domain/approvals/schema'
import { m } from '@ministry/kernel/messages'
import { problemText } from '#lib/error-text.server.ts'
import { textOfCode } from '#lib/server/say.ts'
import { nounName } from '#lib/words.server.ts'
import { roleName } from '#lib/words.ts'
import { requestKindName } from './words.ts'

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

/** What happened to a request, one sentence a line. */
export const trailText = ({ kind, by, seat, values }: CaseView['trail'][number]): string =>
  textOfCode(`approvals_page_trail_${kind}`, {
    name: by?.name ?? m.approvals_page_somebody(),
    seat: seat ? roleName(seat.seat) : m.approvals_page_this_seat(),
    ...values,
  }) ?? nounName(kind)
