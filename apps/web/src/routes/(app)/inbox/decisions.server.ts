/** What waits for the reader's decision, as the inbox shows it. Source: APR-8. */
import type { Api } from '@ministry/api'
import { subjectText } from '#lib/approvals/case-words.server.ts'
import { problemText } from '#lib/error-text.server.ts'
import { readFilters } from './filters.ts'

/** The requests that the address asks for, true counts of all, and who is away. */
export async function decisionsFor(api: Api, url: URL, now: Date) {
  const { kind, overdue, as } = readFilters(url.searchParams)
  const after = url.searchParams.get('after') ?? undefined
  const [page, counts, absences] = await Promise.all([
    api.approvals.inbox({
      take: 50,
      ...(kind && { kind }),
      ...(overdue && { overdue }),
      ...(as && { as }),
      ...(after && { after }),
    }),
    api.approvals.inboxCount({}),
    api.approvals.absences({}),
  ])
  const current = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) => startsAt <= now && now < endsAt
  return {
    page: { ...page, rows: page.rows.map((row) => ({ ...row, subject: subjectText(row) })) },
    counts,
    filters: { kind, overdue, as },
    away: absences.own.find(current) ?? null,
    standsInFor: absences.deputyFor.filter(current).map(({ person, endsAt }) => ({ ...person, until: endsAt })),
  }
}

/** The ticked requests, each with the version and the content that the reader has seen. */
export const readApproved = (form: FormData) =>
  form.getAll('id').flatMap((id) => {
    const [version, payloadHash] = String(form.get(`seen.${String(id)}`) ?? '').split(':')
    return payloadHash ? [{ id: String(id), version: Number(version), payloadHash }] : []
  })

/** Why some weren't approved, by the line that the reader ticked. */
export const refusedLines = (refused: readonly { id: string; code: string }[], form: FormData) =>
  refused.map(({ id, code }) => ({
    id,
    subject: String(form.get(`subject.${id}`) ?? ''),
    why: problemText('Conflict', code),
  }))
