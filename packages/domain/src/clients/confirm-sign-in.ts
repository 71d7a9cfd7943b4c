import { confirmSignIn as confirmSignInToAccount } from '../accounts/index.ts'
import { staged } from '../staged.ts'
import { confirmSignInInput, tokens } from './clients.schema.ts'
import { openClient } from './open-client.ts'

const open = openClient('clients.confirm-sign-in')

/**
 * Lets an app in that was asked for the second factor, by a code of the authenticator app or a recovery code. Errors: those of
 * `accounts.confirm-sign-in`, under the same limits. Source: ACC-4, ACC-6.
 */
export const confirmSignIn = staged(open, {
  input: confirmSignInInput,
  output: tokens,
  async act(services, caller, { stepToken, code, client }) {
    const asked = { ...caller, request: { ...caller.request, device: client } }
    const { token } = await confirmSignInToAccount.perform(services, asked, { token: stepToken, code })
    return open.perform(services, asked, { session: token, client })
  },
})
