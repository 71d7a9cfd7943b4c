import { sql } from '@ministry/db'
import { mutation } from '../verb.ts'
import { homeToArchive } from './archive.ts'
import { archiveInput, done, type OpenState } from './people.schema.ts'
import { placesOf } from './places.ts'
import { setStates } from './set-states.ts'

/**
 * Brings an archived person back in the state they had before. One who isn't archived is left. Errors: NotFound, NotAllowed,
 * RuleBroken people.restore.higher-role. Source: PPL-2, IMP-6.
 */
export const restore = mutation({
  name: 'people.restore',
  permission: { action: 'archive', noun: 'Person' },
  input: archiveInput,
  output: done,
  async run(ctx, { id, reason }) {
    const membership = await homeToArchive(ctx, id, 'people.restore.higher-role')
    if (membership.state !== 'archived') return { id }
    const { today } = (await placesOf(ctx, [membership.nodeId])).get(membership.nodeId)!
    const [before] = await ctx.tx.rows<{ state: OpenState }>(sql`
      select state from membership_state where membership_id = ${membership.id}::uuid and state <> 'archived'
       order by since desc, recorded_at desc, id desc limit 1`)
    await setStates(ctx, [{ membership, to: before?.state ?? 'inactive', on: today, reason }])
    return { id }
  },
})
