/** What is sent where no place has words of its own: from the catalogue, in its languages. Source: MSG-1. */
import { m } from '@ministry/kernel/messages'
import { locales, type Locale } from '@ministry/kernel/runtime'
import type { TemplateKey } from './messaging.schema.ts'

const fields = {
  person: '{{person.name}}',
  place: '{{place.name}}',
  movement: '{{movement.name}}',
  sender: '{{sender.name}}',
  graduation: '{{person.graduation}}',
}
type Text = (fields: Record<string, string>, options: { locale: Locale }) => string

/** Subject and body of an occasion; in English where the catalogue doesn't know the language. */
export function defaultTemplate(
  key: TemplateKey,
  language: string,
): { subject: string; body: string; language: Locale } {
  const locale = locales.find((known) => known === language) ?? 'en'
  const text = (part: string) => {
    const message = (m as unknown as Record<string, Text>)[`messaging_default_${key.replaceAll('-', '_')}_${part}`]!
    return message(fields, { locale })
  }
  return { subject: text('subject'), body: text('body'), language: locale }
}

/** The languages that the product has words in. */
export const defaultLanguages: readonly string[] = locales
