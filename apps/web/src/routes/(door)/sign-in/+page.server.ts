import { running } from '@ministry/api'
import { redirect } from '@sveltejs/kit'
import { answer, textOf } from '#lib/answer.server.ts'
import { responseIn } from '#lib/passkey-response.ts'
import { safePath } from '#lib/safe-path.ts'
import { clearStep, deviceToken, passkeyToken, sessionToken, setSession, setStep } from '#lib/server/session.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const next = safePath(url.searchParams.get('next'))
  if (locals.account) redirect(303, next)
  // Nobody can have an account yet.
  if (await running().setUp.needed()) redirect(303, '/set-up')
  return { next, changed: url.searchParams.has('changed') }
}

export const actions: Actions = {
  passkey: (event) =>
    answer(event, async (form) => {
      const { token, endsAt } = await event.locals.api.accounts.signInWithPasskey({
        token: passkeyToken(event) ?? 'none',
        response: responseIn(form, 'response'),
        replaces: sessionToken(event),
        device: deviceToken(event),
      })
      clearStep(event)
      setSession(event, token, endsAt)
      redirect(303, safePath(form.get('next')))
    }),
  password: (event) =>
    answer(event, async (form) => {
      const login = String(form.get('login') ?? '')
      const { step, token, endsAt } = await event.locals.api.accounts.signIn({
        login,
        password: String(form.get('password') ?? ''),
        work: textOf(form, 'work'),
        replaces: sessionToken(event),
        device: deviceToken(event),
      })
      const next = safePath(form.get('next'))
      if (step === 'second-factor') {
        setStep(event, token, endsAt)
        redirect(303, `/sign-in/code?next=${encodeURIComponent(next)}`)
      }
      setSession(event, token, endsAt)
      redirect(303, next)
    }),
}
