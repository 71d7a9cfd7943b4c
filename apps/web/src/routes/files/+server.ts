/** Uploads by a live FileField, one or several at a time. Source: DOC-1. */
import { json } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { receiveFiles } from '#lib/files/receive-files.server.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = async (event) => {
  if (!event.locals.account) return json({ message: m.error_not_signed_in() }, { status: 401 })
  const { taken, refused } = await receiveFiles(event)
  return json({ taken, refused: refused.map(({ name, problem }) => ({ name, problem })) })
}
