import { notFound } from '@ministry/kernel/errors'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { staged } from '../staged.ts'
import { query } from '../verb.ts'
import { attachedFile } from './files.schema.ts'
import { smallKey } from './files.rules.ts'
import { readableFile } from './get.ts'

const allowed = query({
  name: 'files.open',
  permission: 'signed-in',
  input: z.object({ id: id() }),
  output: attachedFile.extend({ storageKey: z.string() }),
  run: (ctx, { id }) => readableFile(ctx, id),
})

/**
 * A file with its bytes, or with those of its small picture. The right is asked anew each time; no connection waits while the
 * bytes flow. Errors: NotFound, also for a small picture of what is no image; Unavailable `files.storage`. Source: DOC-1, ACS-3.
 */
export const open = staged(allowed, {
  input: z.object({ id: id(), small: z.boolean().default(false) }),
  output: attachedFile.extend({ content: z.instanceof(ReadableStream<Uint8Array>) }),
  async act(services, caller, { id, small }) {
    const { storageKey, ...file } = await allowed.perform(services, caller, { id })
    if (small && file.width === null) throw notFound('File')
    const content = await services.files.store.read(small ? smallKey(storageKey) : storageKey)
    return { ...file, ...(small && { mediaType: 'image/webp' }), content }
  },
})
