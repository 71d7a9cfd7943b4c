import { csvResponse } from '#lib/imports/csv-response.server.ts'
import type { RequestHandler } from './$types.js'

/** A file to fill in. */
export const GET: RequestHandler = async ({ locals }) => {
  const { fileName, text } = await locals.api.imports.template({})
  return csvResponse(fileName, text)
}
