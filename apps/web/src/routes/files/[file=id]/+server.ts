/** A file, for whoever may read what it hangs on; taken back by its uploader while it hangs on nothing. Source: DOC-1, ACS-3. */
import { answerFile, running } from '@ministry/api'
import { throughKit } from '#lib/server/api.ts'
import type { RequestHandler } from './$types.js'

export const GET: RequestHandler = ({ locals, params, url }) =>
  throughKit(
    () =>
      answerFile(params.file, {
        services: running().services,
        caller: locals.caller,
        small: url.searchParams.has('small'),
      }),
    locals.requestId,
    { path: url.pathname, reading: true },
  )

export const DELETE: RequestHandler = async ({ locals, params }) => {
  await locals.api.files.remove({ id: params.file })
  return new Response(null, { status: 204 })
}
