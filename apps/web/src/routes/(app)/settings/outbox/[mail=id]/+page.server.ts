import { problemText } from '#lib/error-text.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const mail = await locals.api.messaging.get({ id: params.mail })
  return {
    mail,
    problem: mail.problem && problemText('Unavailable', mail.problem),
    lines: paragraphs(mail.text ?? '', mail.links),
  }
}

/** The text with its own links to follow (an address in somebody's name stays text), and without the line ends that mails have. */
function paragraphs(text: string, links: string[]) {
  return text.split(/\n{2,}/).map((paragraph) =>
    paragraph
      .replaceAll(/(?<=[^\n]{60,})\n(?=\S)/g, ' ')
      .split(/(https?:\/\/[^\s<>()]+)/)
      .map((part, index) => ({ text: part, href: index % 2 && links.includes(part) ? part : undefined })),
  )
}
