/** Tables for spreadsheets. Pure. Source: REP-3. */

/** A cell that a spreadsheet would take for a formula begins with an apostrophe, so that it stays text. Source: REP-3; OWASP, CSV injection. */
const neutral = (text: string): string => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)

/** Comma-separated values as RFC 4180 has them, with a mark by which spreadsheets know UTF-8. Numbers stay numbers. */
export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = neutral(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
