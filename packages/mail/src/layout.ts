/** Markdown to the two bodies of a mail: one plain layout, readable in any client, by any reader, in any size. */
import { convert } from 'html-to-text'
import { Marked, type RendererObject } from 'marked'
import sanitizeHtml from 'sanitize-html'

export interface Layout {
  /** BCP 47. */
  locale: string
  subject: string
  /** Whose mail it is; stands above the text. */
  sender: string
  /** Why the reader gets it; stands below the text. */
  footer: string
  /** The way out, below the footer. */
  leave?: { text: string; href: string } | undefined
  /** Markdown with escaped values; HTML in it is shown as what it is, text. */
  markdown: string
  /** Whether a line's end stays one: for what people write. */
  breaks?: boolean
}

/** Makes a value plain text inside Markdown: a name never becomes a link, a heading or a tag. */
export const escapeMarkdown = (value: string): string =>
  withoutTurns(value)
    .replace(/\s+/g, ' ')
    .replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`)

/** Without the signs that turn around how the text after them is read: `exe.gnp` could seem to be something else. */
const withoutTurns = (text: string) => text.replace(/[\u202A-\u202E]/g, '')

/** A single line without control characters: what may stand in a header. */
export const oneLine = (text: string): string =>
  withoutTurns(text)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)

/** The HTML and the text body of a mail. */
export function layOut(layout: Layout): { html: string; text: string } {
  const marked = new Marked({ gfm: layout.breaks ?? false, breaks: layout.breaks ?? false, renderer: plainRenderer })
  const content = sanitizeHtml(marked.parse(layout.markdown, { async: false }), {
    allowedTags: ['p', 'a', 'strong', 'em', 'ul', 'ol', 'li', 'br'],
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['https', 'http', 'mailto'],
  })
  const text = convert(content, {
    wordwrap: 76,
    selectors: [{ selector: 'a', options: { linkBrackets: ['\n', ''], hideLinkHrefIfSameAsText: true } }],
  })
  const { sender, footer, leave } = layout
  const end = leave ? `${footer}\n${leave.text}\n${leave.href}` : footer
  return { html: page(layout, withButtons(content)), text: `${text}\n\n-- \n${sender}\n${end}\n` }
}

/** What a mail has no form for becomes text: HTML, pictures and code stand as they were typed, headings are bold. */
const plainRenderer: RendererObject = {
  html: ({ text }) => escapeHtml(text),
  image: ({ raw }) => escapeHtml(raw),
  code: ({ text }) => `<p>${escapeHtml(text)}</p>\n`,
  codespan: ({ text }) => escapeHtml(text),
  hr: () => '',
  heading({ tokens }) {
    return `<p><strong>${this.parser.parseInline(tokens)}</strong></p>\n`
  },
  blockquote({ tokens }) {
    return this.parser.parse(tokens)
  },
  del({ raw }) {
    return escapeHtml(raw)
  },
  table: ({ raw }) => `<p>${escapeHtml(raw)}</p>\n`,
}

/** A link that is a paragraph of its own is what the mail is for. */
const withButtons = (content: string) =>
  content.replace(
    /<p><a href="([^"]*)">([^<]*)<\/a><\/p>/g,
    `<p style="margin:24px 0"><a href="$1" class="button" style="${styles.button}">$2</a></p>`,
  )

const ink = '#1c2a2c'
const styles = {
  body: `margin:0;padding:0;background:#f6f3ee;color:${ink}`,
  card: `max-width:560px;margin:0 auto;padding:24px 20px;font:16px/1.6 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif`,
  sender: 'margin:0 0 24px;font-weight:600;color:#0b5a5f',
  button: `display:inline-block;padding:12px 20px;border-radius:8px;background:#0b5a5f;color:#ffffff;font-weight:600;text-decoration:none`,
  footer: 'margin:32px 0 0;padding-top:16px;border-top:1px solid #d9d2c6;font-size:14px;color:#55605f',
}
const dark = `@media (prefers-color-scheme: dark) { body, .card { background: #14201f !important; color: #f1ede6 !important }
.card a { color: #7fd6d2 !important } .card a.button { background: #7fd6d2 !important; color: #10201f !important }
.sender { color: #7fd6d2 !important } .footer { color: #b9c2c0 !important; border-color: #33413f !important } }`

function page({ locale, subject, sender, footer, leave }: Layout, content: string) {
  const way = leave ? `<br><a href="${escapeHtml(leave.href)}" style="color:inherit">${escapeHtml(leave.text)}</a>` : ''
  return `<!doctype html>
<html lang="${locale}" dir="auto">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${dark}</style>
</head>
<body style="${styles.body}">
<div class="card" role="article" lang="${locale}" style="${styles.card}">
<p class="sender" style="${styles.sender}">${escapeHtml(sender)}</p>
${content.trim()}
<p class="footer" style="${styles.footer}">${escapeHtml(footer)}${way}</p>
</div>
</body>
</html>
`
}

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`)
