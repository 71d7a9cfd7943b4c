import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { safePath } from '#lib/safe-path.ts'
import { clearStep, deviceToken, sessionToken, setSession, stepToken } from '#lib/server/session.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = (event) => {
  const next = safePath(event.url.searchParams.get('next'))
  if (event.locals.account) redirect(303, next)
  if (!stepToken(event)) redirect(303, `/sign-in?next=${encodeURIComponent(next)}`)
  return { next }
}

export const actions: Actions = {
  default: (event) =>
    answer(event, async (form) => {
      const { token, endsAt } = await event.locals.api.accounts.confirmSignIn({
        token: stepToken(event) ?? 'none',
        code: String(form.get('code') ?? ''),
        replaces: sessionToken(event),
        device: deviceToken(event),
      })
      clearStep(event)
      setSession(event, token, endsAt)
      redirect(303, safePath(form.get('next')))
    }),
}
