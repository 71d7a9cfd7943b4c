/** Texts of codes, on the server: the browser gets the sentence and need not carry the whole catalogue. */
import { m } from '@ministry/kernel/messages'

export type Values = Record<string, string | number>
const sentences = m as unknown as Record<string, ((values: Values) => string) | undefined>

/** The catalogue's text of a code (`imports.row.no-name`), or undefined where it has none. */
export function textOfCode(code: string, values: Values = {}): string | undefined {
  const key = code.replaceAll(/[.-]/g, '_')
  return (sentences[key] ?? sentences[`error_${key}`])?.(values)
}

/** The same for pages: a code without a text is a defect that a test finds; a person reads a plain sentence instead of it. */
export const say = (code: string, values: Values = {}): string => textOfCode(code, values) ?? m.error_rule_broken()
