import type { Delimiter } from './reading.schema.ts'

const candidates: readonly Delimiter[] = ['\t', ';', ',', '|']
const lookedAtRows = 100

/**
 * Counts the cells of the first records as this delimiter would cut them; quotes and the line breaks in them are
 * respected. The last record is left out where the text may be cut.
 */
function cellCounts(text: string, delimiter: Delimiter, whole: boolean): number[] {
  const counts: number[] = []
  let cells = 1
  let quoted = false
  let fresh = true
  let blank = true
  for (let at = 0; at < text.length && counts.length < lookedAtRows; at++) {
    const char = text[at]
    if (char === '"' && (quoted || fresh)) {
      quoted = !quoted
      // A doubled quote closes and opens again: still quoted, still this cell.
      fresh = !quoted && text[at + 1] === '"'
      blank = false
    } else if (quoted) continue
    else if (char === delimiter) {
      cells++
      fresh = true
    } else if (char === '\n' || char === '\r') {
      if (!blank) counts.push(cells)
      cells = 1
      fresh = blank = true
    } else {
      fresh = false
      if (char !== ' ') blank = false
    }
  }
  if (whole && !blank && !quoted) counts.push(cells)
  return counts
}

/**
 * Which delimiter cuts the most records into the same number (more than one) of cells; comma where none does, since a
 * single column needs none. Takes the first piece of the text and whether that is all of it. Source: IMP-1.
 */
export function detectDelimiter(text: string, whole: boolean): Delimiter {
  const said = separatorLine(text)
  if (said) return said.delimiter
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of candidates) {
    const counts = cellCounts(text, delimiter, whole)
    const many = counts.filter((count) => count > 1)
    if (many.length === 0) continue
    const tally = new Map<number, number>()
    for (const count of many) tally.set(count, (tally.get(count) ?? 0) + 1)
    const [cells, rows] = [...tally].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] > a[0]) ? b : a))
    // Sameness counts most; more columns break ties, but a wide outlier row must not win over many even ones.
    const score = (rows / counts.length) ** 2 * Math.log2(1 + cells)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** Excel's own first line `sep=;`, which names the delimiter and is no row of the sheet. */
export function separatorLine(text: string): { delimiter: Delimiter; length: number } | undefined {
  const match = /^"?sep=([,;|\t])"?(\r\n|\n|\r)/i.exec(text)
  return match ? { delimiter: match[1] as Delimiter, length: match[0].length } : undefined
}
