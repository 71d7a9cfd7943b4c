import { csvLine } from '@ministry/kernel/csv'
import { sql } from '@ministry/db'
import { dateIn } from '@ministry/kernel/calendar'
import { m } from '@ministry/kernel/messages'
import { decimalsOf } from '@ministry/kernel/money'
import { query } from '../verb.ts'
import { reportCsvOutput, reportInput } from './approvals.schema.ts'
import type { CaseRow } from './case-row.ts'
import { reportScope } from './report-scope.ts'
import { describe } from './summaries.ts'

/** Lines at most. */
const LINES = 20_000

interface Line extends Pick<
  CaseRow,
  'id' | 'kind' | 'summary' | 'nodeId' | 'personId' | 'scopeIds' | 'state' | 'submittedAt' | 'endedAt'
> {
  waits: string[] | null
  dueAt: Date | null
}

/** The cases of a report as a table for spreadsheets, the newest first. Errors: as `approvals.report`, and NotAllowed `accounts.prove.needed`. Source: APR-1, REP-3. */
export const reportCsv = query({
  name: 'approvals.report-csv',
  permission: { action: 'read', noun: 'OrgNode' },
  stepUp: true,
  input: reportInput,
  output: reportCsvOutput,
  async run(ctx, input) {
    const { place, where } = await reportScope(ctx, input)
    const rows = await ctx.tx.rows<Line>(sql`
      select c.id, c.kind, c.summary, c.node_id as "nodeId", c.person_id as "personId", c.scope_ids as "scopeIds", c.state,
             c.submitted_at as "submittedAt", c.ended_at as "endedAt", w.waits, w.due_at as "dueAt"
        from approval_case c
        left join lateral (select array_agg(s.role order by s.role) waits, min(s.due_at) due_at
                             from approval_seat s where s.case_id = c.id and s.state = 'open') w on true
       where ${where} order by c.submitted_at desc, c.id desc limit ${LINES}`)
    const { line } = await describe(ctx, rows)
    const head = [
      ...[
        m.approvals_csv_case(),
        m.approvals_csv_kind(),
        m.approvals_csv_subject(),
        m.approvals_csv_place(),
        m.approvals_csv_requester(),
      ],
      ...[m.approvals_csv_amount(), m.approvals_csv_currency(), m.approvals_csv_state(), m.approvals_csv_submitted()],
      ...[m.approvals_csv_ended(), m.approvals_csv_waits(), m.approvals_csv_due(), m.approvals_csv_overdue()],
    ]
    const body = rows.map((row) => {
      const { summary, node, requester } = line(row)
      const { amount } = summary
      const overdue = row.dueAt !== null && row.dueAt <= ctx.at
      return [
        ...[row.id, word('approvals_kind', row.kind), subjectOf(summary), node.name, requester.name],
        ...[amount ? amount.minor / 10 ** decimalsOf(amount.currency) : null, amount?.currency ?? null],
        ...[word('approvals_state', row.state), row.submittedAt.toISOString(), row.endedAt?.toISOString() ?? null],
        ...[
          row.waits?.map((role) => word('role', role)).join(' + '),
          row.dueAt?.toISOString() ?? null,
          overdue ? m.approvals_csv_yes() : null,
        ],
      ]
    })
    return {
      fileName: `${m.approvals_csv_name()} ${place.name} ${dateIn(ctx.at, 'UTC')}.csv`,
      // The mark by which spreadsheets know UTF-8.
      csv: `\uFEFF${[head, ...body].map((row) => csvLine(row.map((cell) => String(cell ?? '')))).join('')}`,
      cases: rows.length,
    }
  },
})

const texts = m as unknown as Record<string, ((values: object) => string) | undefined>
/** The catalogue's word for a code; the code itself where it has none. */
const word = (prefix: string, code: string) => texts[`${prefix}_${code.replaceAll('-', '_')}`]?.({}) ?? code
/** What is asked for, and about whom. */
const subjectOf = ({ subject, about }: { subject: string; about: { name: string } | null }) =>
  [texts[subject]?.({}) ?? subject, about?.name].filter(Boolean).join(', ')
