import { query } from '../verb.ts'
import { devices as output, done } from './accounts.schema.ts'

/** The caller's own open sessions, the last used first. Source: ACC-5. */
export const devices = query({
  name: 'accounts.devices',
  permission: 'signed-in',
  input: done,
  output,
  run: (ctx) => ctx.services.auth.sessions.devices(ctx.tx, ctx.principal.accountId),
})
