import { query } from '../verb.ts'
import { readable } from './follow-up-row.ts'
import { mineInput, mineOutput } from './follow-ups.schema.ts'
import { pageOfFollowUps } from './page-of.ts'

/** What is one's own to do, by the day it is wanted; what was done, the latest first. Source: PPL-6. */
export const mine = query({
  name: 'follow-ups.mine',
  permission: { action: 'read', noun: 'FollowUp' },
  input: mineInput,
  output: mineOutput,
  run: (ctx, input) =>
    pageOfFollowUps(ctx, { AND: [readable(ctx), { assigneeId: ctx.principal.personId }] }, input, new Set()),
})
