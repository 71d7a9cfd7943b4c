/** Places of the story as things that files hang on: whoever reads a place reads its files, whoever writes there attaches. */
import { mayAny } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { MinistryError } from '@ministry/kernel/errors'
import * as z from 'zod'
import type { Context } from '../../context.ts'
import type { FileSubject } from '../../file-subject.ts'
import { mutation, query } from '../../verb.ts'
import { attach } from '../attach.ts'
import { detach } from '../detach.ts'
import { filesOf } from '../files-of.ts'
import { attachedFile, fileIds } from '../files.schema.ts'

const readable = async (ctx: Context, id: string) => {
  try {
    return await find<{ id: string; scopeIds: string[]; state: string }>(ctx, 'read', 'OrgNode', id)
  } catch (error) {
    if (error instanceof MinistryError && error.kind === 'NotFound') return null
    throw error
  }
}

export const places: FileSubject = {
  noun: 'OrgNode',
  mayRead: async (ctx, id) => (await readable(ctx, id)) !== null,
  mayAttach: async (ctx, id) => (await readable(ctx, id))?.state === 'active' && mayAny(ctx.ability, 'read', 'OrgNode'),
}

const change = (name: string, act: typeof attach) =>
  mutation({
    name: `test.${name}`,
    permission: 'signed-in',
    input: z.object({ nodeId: z.uuid(), fileIds, thenFail: z.boolean().optional() }),
    output: z.object({}),
    async run(ctx, { nodeId, fileIds, thenFail }) {
      const node = await find<{ id: string; scopeIds: string[] }>(ctx, 'read', 'OrgNode', nodeId)
      await act(ctx, fileIds, { noun: 'OrgNode', id: nodeId, node })
      if (thenFail) throw new Error('after the files')
      return {}
    },
  })
/** Verbs of a capability above, as its own verbs would be. */
export const attachToPlace = change('attach', attach)
export const detachFromPlace = change('detach', detach)
export const filesOfPlace = query({
  name: 'test.files-of',
  permission: 'signed-in',
  input: z.object({ nodeId: z.uuid() }),
  output: z.array(attachedFile),
  run: (ctx, { nodeId }) => filesOf(ctx, { noun: 'OrgNode', id: nodeId }),
})
