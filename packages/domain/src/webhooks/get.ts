import { query } from '../verb.ts'
import { findEndpoint } from './endpoint-row.ts'
import { endpointInput, getOutput } from './webhooks.schema.ts'

/** One address, without its secrets. Errors: NotFound. Source: API-1. */
export const get = query({
  name: 'webhooks.get',
  permission: { action: 'read', noun: 'Integration' },
  input: endpointInput,
  output: getOutput,
  async run(ctx, { id }) {
    const row = await findEndpoint(ctx, 'read', id)
    const previousUntil = row.previousUntil && row.previousUntil > ctx.at ? row.previousUntil : null
    return { ...row, state: row.state as 'active', previousUntil }
  },
})
