/** CSV as spreadsheet programs open it, without running what is in it. Source: REP-3, IMP-7. */

const starts = new Set(['=', '+', '-', '@'])

/**
 * Whether a spreadsheet program might take the text for a formula: it begins with `=`, `+`, `-` or `@`, in whatever width, behind
 * whatever can't be seen, or with a tab or the end of a line, which some programs leave out.
 */
export function runsAsFormula(text: string): boolean {
  if (/^[\t\r\n]/.test(text)) return true
  const [first] = text.replace(/^[\s\p{Z}\p{Cf}\p{Cc}]+/u, '')
  return first !== undefined && starts.has(first.normalize('NFKC'))
}

/** A cell as CSV. What would run as a formula gets an apostrophe before it. */
export function csvCell(text: string): string {
  const safe = runsAsFormula(text) ? `'${text}` : text
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A row as CSV. Source: RFC 4180. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`
