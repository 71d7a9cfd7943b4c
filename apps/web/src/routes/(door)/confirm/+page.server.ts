import { redirect } from '@sveltejs/kit'
import { answer } from '#lib/answer.server.ts'
import { safePath } from '#lib/safe-path.ts'
import { proofAsked } from '#lib/server/proof.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => ({
  next: safePath(url.searchParams.get('next')),
  proof: await proofAsked(locals),
})

export const actions: Actions = {
  // The proof that the form brings along is all there is to do.
  default: (event) => answer(event, async (form) => redirect(303, safePath(form.get('next')))),
}
