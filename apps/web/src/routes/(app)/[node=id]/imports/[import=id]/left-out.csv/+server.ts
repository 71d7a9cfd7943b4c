import { csvResponse } from '#lib/imports/csv-response.server.ts'
import { leftOutFile } from '#lib/imports/left-out-file.server.ts'
import { m } from '@ministry/kernel/messages'
import type { RequestHandler } from './$types.js'

/** Rows that were not taken, with what is wrong. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { fileName } = await locals.api.imports.get({ id: params.import, nodeId: params.node })
  const name = m.imports_left_out_file({ name: fileName.replace(/\.[^.]{1,5}$/, '') })
  return csvResponse(`${name}.csv`, streamOf(leftOutFile(locals.api, params.import)))
}

/** Pieces of text as a body, each made when the one before has been taken. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: () => void pieces.return(undefined),
  })
}
