import { csvResponse } from '#lib/imports/csv-response.server.ts'
import { reportFilters } from '../report-filters.ts'
import type { RequestHandler } from './$types.js'

/** The requests of the report, for spreadsheets. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const input = { nodeId: params.node, ...reportFilters(url.searchParams) }
  const { fileName, csv } = await locals.api.approvals.reportCsv(input)
  return csvResponse(fileName, csv)
}
