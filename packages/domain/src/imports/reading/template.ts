import { csvLine } from '@ministry/kernel/csv'
import type { ImportField } from './matching/import-field.ts'

/**
 * A CSV to fill in: the headings that are matched for certain, and one example row. With a byte order mark, since
 * spreadsheet programs read accents right only with it. `headings` replaces some, by field key. Source: IMP-3.
 */
export function template(fields: readonly ImportField[], headings: Readonly<Record<string, string>> = {}): string {
  const line = (cellOf: (field: ImportField) => string) => csvLine(fields.map(cellOf))
  return `\uFEFF${line(({ key, heading }) => headings[key] ?? heading)}${line(({ example }) => example)}`
}
