import { hashToken } from '@ministry/auth'
import { query } from '../verb.ts'
import { passwordResetView, tokenInput } from './accounts.schema.ts'
import { byOpenReset, knownAccount } from './known-account.ts'

/** Whether a mailed link for a new password can still be used; a made-up one never could. Source: ACC-4. */
export const passwordReset = query({
  name: 'accounts.password-reset',
  permission: 'public',
  door: 'auth',
  input: tokenInput,
  output: passwordResetView,
  async run(ctx, { token }) {
    return { open: (await knownAccount(ctx.tx.rows, byOpenReset(hashToken(token), ctx.at))) !== null }
  },
})
