/** What places write to their people: Markdown with merge fields, in the one layout. Source: MSG-1. */
import { m } from '@ministry/kernel/messages'
import { locales, type Locale } from '@ministry/kernel/runtime'
import { escapeMarkdown, layOut, oneLine } from './layout.ts'
import type { RenderedMail } from './templates.ts'

export interface WrittenMail {
  subject: string
  /** Markdown. */
  body: string
  /** BCP 47; the frame is in it where the catalogue knows it. */
  language: string
  /** By the name of the merge field. */
  values: Readonly<Record<string, string>>
  /** Whose mail it is. */
  sender: string
  /** Where one can choose what one gets. */
  leave: string
}

/** Fills the merge fields and lays the mail out. A value is text and never markup; a field without a value is nothing. */
export function renderWritten({ subject, body, language, values, sender, leave }: WrittenMail): RenderedMail {
  const locale: Locale = locales.find((known) => known === language) ?? 'en'
  const fill = (text: string, as: (value: string) => string) =>
    text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, field: string) => as(values[field] ?? ''))
  const line = oneLine(fill(subject, (value) => value))
  return {
    subject: line,
    ...layOut({
      locale: language,
      subject: line,
      sender,
      footer: m.mail_written_footer({ sender }, { locale }),
      leave: { text: m.mail_leave({}, { locale }), href: leave },
      markdown: fill(body, escapeMarkdown),
      breaks: true,
    }),
  }
}
