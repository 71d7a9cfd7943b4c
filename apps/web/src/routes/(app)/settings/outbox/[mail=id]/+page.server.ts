import { mailLines } from '#lib/mail-lines.server.ts'
import { mailProblem } from '#lib/mail-problem.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const mail = await locals.api.messaging.get({ id: params.mail })
  return { mail, problem: mailProblem(mail.problem), lines: mailLines(mail.text ?? '', mail.links) }
}
