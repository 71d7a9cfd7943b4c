/** A file of people that the reader asked for (`people.exports.begin`), by its id: written now where it is small, for a day. Source: REP-3. */
import { answerExport, running } from '@ministry/api'
import { throughKit } from '#lib/server/api.ts'
import type { RequestHandler } from './$types.js'

export const GET: RequestHandler = ({ locals, url }) =>
  throughKit(
    () =>
      answerExport(url.searchParams.get('id') ?? '', {
        services: running().services,
        caller: locals.caller,
        write: true,
      }),
    locals.requestId,
    // Whoever has to prove first comes back to the list of their files: a file is no page to come to.
    { path: `${url.pathname}s`, reading: true },
  )
