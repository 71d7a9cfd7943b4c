/** The text of a mail as paragraphs, with its own links to follow: an address in somebody's name stays text. */
export const mailLines = (text: string, links: readonly string[]): { text: string; href: string | undefined }[][] =>
  text.split(/\n{2,}/).map((paragraph) =>
    paragraph
      // Without the line ends that mails have.
      .replaceAll(/(?<=[^\n]{60,})\n(?=\S)/g, ' ')
      .split(/(https?:\/\/[^\s<>()]+)/)
      .map((part, index) => ({ text: part, href: index % 2 && links.includes(part) ? part : undefined })),
  )
