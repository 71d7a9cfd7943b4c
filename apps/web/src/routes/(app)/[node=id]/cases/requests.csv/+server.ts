import { caseStates } from '@ministry/domain/approvals/schema'
import { csvLine } from '@ministry/kernel/csv'
import { m } from '@ministry/kernel/messages'
import { subjectText } from '#lib/approvals/case-words.server.ts'
import { caseStateName, requestKindName } from '#lib/approvals/words.ts'
import { csvResponse } from '#lib/imports/csv-response.server.ts'
import { roleName } from '#lib/words.ts'
import { plainAmount } from '#lib/approvals/plain-amount.ts'
import { reportFilters } from '../report-filters.ts'
import type { RequestHandler } from './$types.js'

/** Rows of a file; whoever needs more narrows the filters. */
const MOST = 10_000

export const GET: RequestHandler = async ({ locals, params, url }) => {
  const { kind } = reportFilters(url.searchParams)
  const state = caseStates.find((name) => name === url.searchParams.get('state'))
  const lines: string[][] = []
  let after: string | null | undefined
  do {
    const page = await locals.api.approvals.cases({
      of: { nodeId: params.node },
      take: 200,
      ...(kind && { kind }),
      ...(state && { state }),
      ...(after && { after }),
    })
    lines.push(...page.rows.map(lineOf))
    after = page.next
  } while (after && lines.length < MOST)
  // The mark lets spreadsheet programs read the file as UTF-8.
  return csvResponse('requests.csv', `\uFEFF${[head(), ...lines].map(csvLine).join('')}`)
}

const head = () => [
  m.approvals_page_col_kind(),
  m.approvals_page_col_what(),
  m.approvals_page_col_amount(),
  m.approvals_page_col_currency(),
  m.approvals_page_col_requester(),
  m.shell_place(),
  m.approvals_page_col_state(),
  m.approvals_page_col_asked(),
  m.approvals_page_col_ended(),
  m.approvals_page_col_waits(),
]
type Row = Awaited<ReturnType<App.Locals['api']['approvals']['cases']>>['rows'][number]
const lineOf = (row: Row): string[] => [
  requestKindName(row.kind),
  subjectText(row),
  row.summary.amount ? plainAmount(row.summary.amount) : '',
  row.summary.amount?.currency ?? '',
  row.requester.name,
  row.node.name,
  caseStateName(row.state),
  row.submittedAt.toISOString(),
  row.endedAt?.toISOString() ?? '',
  row.waits.map(({ seat, place }) => [roleName(seat), place?.name].filter(Boolean).join(', ')).join('; '),
]
