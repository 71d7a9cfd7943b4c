import { isHttpError, redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { passkeyActs } from '#lib/passkey-acts.server.ts'
import { safePath } from '#lib/safe-path.ts'
import { setSession } from '#lib/server/session.ts'
import { qrPath } from './qr-path.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals: { api }, url }) => {
  const { required, totpSince } = await api.accounts.secondFactor({})
  // After a form that wants a proof first there is none to show it with.
  const begun = await api.accounts.begunTotp({}).catch((thrown: unknown) => {
    if (isHttpError(thrown, 403)) return null
    throw thrown
  })
  return {
    next: safePath(url.searchParams.get('next')),
    required,
    replaces: totpSince !== null,
    begun: begun && { secret: begun.secret, address: begun.address, qr: qrPath(begun.address) },
  }
}

export const actions: Actions = {
  ...passkeyActs,
  begin: (event) =>
    answer(event, async () => {
      await event.locals.api.accounts.beginTotp({})
      redirect(303, `/second-factor?next=${encodeURIComponent(safePath(event.url.searchParams.get('next')))}`)
    }),
  confirm: (event) =>
    answer(event, async (form) => {
      const { session, recoveryCodes } = await event.locals.api.accounts.confirmTotp({
        code: String(form.get('code') ?? ''),
      })
      setSession(event, session.token, session.endsAt)
      return { recoveryCodes }
    }),
}
