import { mailLines } from '#lib/mail-lines.server.ts'
import { mailProblem } from '#lib/mail-problem.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const message = await locals.api.messaging.message({ id: params.message })
  // Only what leads to our own pages is followed from here.
  const links = [...message.text.matchAll(/https?:\/\/[^\s<>()]+/g)].map(([link]) => link)
  const own = links.filter((link) => URL.canParse(link) && new URL(link).origin === url.origin)
  return { message, problem: mailProblem(message.problem), lines: mailLines(message.text, own) }
}
