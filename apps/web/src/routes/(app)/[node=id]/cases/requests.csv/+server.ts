import { running } from '@ministry/api'
import { csvResponse } from '#lib/imports/csv-response.server.ts'
import { apiFor } from '#lib/server/api.ts'
import { reportFilters } from '../report-filters.ts'
import type { RequestHandler } from './$types.js'

/** The requests of the report, for spreadsheets. Whoever has to prove first who they are comes back to the report. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const here = { path: `/${params.node}/cases${url.search}`, reading: true }
  const api = apiFor({ services: running().services, caller: locals.caller }, here)
  const { fileName, csv } = await api.approvals.reportCsv({
    nodeId: params.node,
    ...reportFilters(url.searchParams),
  })
  return csvResponse(fileName, csv)
}
