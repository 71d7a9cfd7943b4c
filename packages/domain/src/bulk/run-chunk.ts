import { allow } from '@ministry/access/scope'
import { mutation } from '../verb.ts'
import { chunkInput, chunkOutput } from './bulk.schema.ts'
import { carryOut, takeBack } from './carry-out.ts'
import { findAct, lockAct } from './stored.ts'

/** Does a running act to the next people, as whoever asked for it. Only the workflow calls it. Errors: NotFound, NotAllowed. Source: PPL-3. */
export const runChunk = mutation({
  name: 'bulk.run-chunk',
  permission: { action: 'create', noun: 'BulkAct' },
  input: chunkInput,
  output: chunkOutput,
  timeout: 120_000,
  async run(ctx, { id, take }) {
    await lockAct(ctx, id)
    const act = await findAct(ctx, 'read', id)
    allow(ctx, 'create', 'BulkAct', act)
    return act.state === 'running' ? carryOut(ctx, act, take) : { finished: true, people: 0 }
  },
})

/** Takes it back from the next people, as whoever asked for that. Only the workflow calls it. Errors: NotFound, NotAllowed. Source: PPL-3. */
export const undoChunk = mutation({
  name: 'bulk.undo-chunk',
  permission: { action: 'undo', noun: 'BulkAct' },
  input: chunkInput,
  output: chunkOutput,
  timeout: 120_000,
  async run(ctx, { id, take }) {
    await lockAct(ctx, id)
    const act = await findAct(ctx, 'undo', id)
    return act.state === 'undoing' ? takeBack(ctx, act, take) : { finished: true, people: 0 }
  },
})
