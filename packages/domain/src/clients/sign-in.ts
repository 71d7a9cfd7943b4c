import { signIn as signInToAccount } from '../accounts/index.ts'
import { staged } from '../staged.ts'
import { signInInput, signInStep } from './clients.schema.ts'
import { openClient } from './open-client.ts'

const open = openClient('clients.sign-in')

/**
 * Signs an app in: whatever `accounts.sign-in` asks for is asked for here, under the same limits, and the session that it opens is
 * given at once for the tokens of a client. Where a password is not enough, the answer is the question for the second factor, which
 * `clients.confirm-sign-in` takes. Errors: those of `accounts.sign-in`. Source: ACC-4, ACC-6.
 */
export const signIn = staged(open, {
  input: signInInput,
  output: signInStep,
  async act(services, caller, { login, password, client, work }) {
    const asked = { ...caller, request: { ...caller.request, device: client } }
    const next = await signInToAccount.perform(services, asked, { login, password, work })
    if (next.step === 'second-factor') return { step: next.step, stepToken: next.token, endsAt: next.endsAt }
    return { step: 'signed-in' as const, ...(await open.perform(services, asked, { session: next.token, client })) }
  },
})
