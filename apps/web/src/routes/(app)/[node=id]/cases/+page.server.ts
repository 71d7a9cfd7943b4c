import { caseStates } from '@ministry/domain/approvals/schema'
import { subjectText } from '#lib/approvals/case-words.server.ts'
import { reportFilters } from './report-filters.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const filters = reportFilters(url.searchParams)
  const state = caseStates.find((name) => name === url.searchParams.get('state'))
  const after = url.searchParams.get('after') ?? undefined
  const [report, page] = await Promise.all([
    locals.api.approvals.report({ nodeId: params.node, ...filters }),
    locals.api.approvals.cases({
      of: { nodeId: params.node },
      take: 30,
      ...filters,
      ...(state && { state }),
      ...(after && { after }),
    }),
  ])
  return {
    report,
    filters,
    state,
    paged: after !== undefined,
    page: { ...page, rows: page.rows.map((row) => ({ ...row, subject: subjectText(row) })) },
  }
}
