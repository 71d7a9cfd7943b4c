/** Forms of dangerous acts: asked for a proof, they bring it along the next time, and nothing that was typed is lost. Source: ASVS 7.5. */
import { running } from '@ministry/api'
import type { RequestEvent } from '@sveltejs/kit'
import type { Answer } from '#lib/answer.ts'
import { responseIn } from '#lib/passkey-response.ts'
import { become } from './become.ts'
import { passkeyToken, setSession } from './session.ts'

export type Asked = Pick<RequestEvent, 'request' | 'url'> & Partial<Pick<RequestEvent, 'locals' | 'cookies'>>

/** Where the form brings a proof, the session is proven by it, and the rest of the request goes on with that. It stays in no form. */
export async function proveFirst({ request, url, locals, cookies }: Asked, form: FormData): Promise<void> {
  const [password, code, passkey] = ['proofPassword', 'proofCode', 'proofPasskey'].map((name) => form.get(name))
  const response = responseIn(form, 'proofPasskey')
  for (const name of ['proofPassword', 'proofCode', 'proofPasskey']) form.delete(name)
  if (!locals || !cookies || !(password || passkey)) return
  const { accounts } = locals.api
  const { token, endsAt } = passkey
    ? await accounts.proveWithPasskey({ token: passkeyToken({ cookies, url }) ?? 'none', response })
    : await accounts.prove({
        password: typeof password === 'string' ? password : '',
        ...(typeof code === 'string' && code && { code }),
      })
  setSession({ cookies, url }, token, endsAt)
  become({ locals, request, url }, await running().sessions.authenticate(token))
}

/** What the form has to bring, where that is what it was refused for. */
export const proofFor = async ({ locals }: Asked, code: string | undefined): Promise<Answer['proof']> =>
  locals && code?.startsWith('accounts.prove.') ? proofAsked(locals) : undefined

/** By what the account proves itself: its password, and a code where it has a second factor. */
export async function proofAsked({ api }: App.Locals): Promise<NonNullable<Answer['proof']>> {
  const { totpSince, passkeys } = await api.accounts.secondFactor({})
  return { code: totpSince !== null || passkeys.length > 0, passkey: passkeys.length > 0 }
}
