import { csvResponse } from '#lib/imports/csv-response.server.ts'
import type { RequestHandler } from './$types.js'

/** A file to fill in. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  const kind = url.searchParams.get('kind') ?? undefined
  const { fileName, text } = await locals.api.imports.template({ nodeId: params.node, kind })
  return csvResponse(fileName, text)
}
