/** How alike two words are. Pure. */

/**
 * Slips of the pen between two words: letters put in, left out, changed or swapped with their neighbour, each counted once.
 * Counts no further than `limit` and then says `limit + 1`. Source: Damerau (1964), optimal string alignment.
 */
export function slips(a: string, b: string, limit = 3): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  // What both begin and end with has no slip in it.
  let from = 0
  let [endA, endB] = [a.length, b.length]
  while (from < endA && from < endB && a.charCodeAt(from) === b.charCodeAt(from)) from++
  while (endA > from && endB > from && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--
    endB--
  }
  const [rows, columns] = [endA - from, endB - from]
  if (rows === 0 || columns === 0) return Math.min(rows + columns, limit + 1)
  let before: number[] = []
  let last: number[] = []
  let row: number[] = []
  for (let j = 0; j <= columns; j++) {
    last.push(j)
    before.push(0)
    row.push(0)
  }
  for (let i = 1; i <= rows; i++) {
    const one = a.charCodeAt(from + i - 1)
    row[0] = i
    let fewest = i
    for (let j = 1; j <= columns; j++) {
      const other = b.charCodeAt(from + j - 1)
      let least = last[j - 1]! + (one === other ? 0 : 1)
      if (last[j]! + 1 < least) least = last[j]! + 1
      if (row[j - 1]! + 1 < least) least = row[j - 1]! + 1
      const swapped = i > 1 && j > 1 && one === b.charCodeAt(from + j - 2) && a.charCodeAt(from + i - 2) === other
      if (swapped && before[j - 2]! + 1 < least) least = before[j - 2]! + 1
      row[j] = least
      if (least < fewest) fewest = least
    }
    if (fewest > limit) return limit + 1
    ;[before, last, row] = [last, row, before]
  }
  return Math.min(last[columns]!, limit + 1)
}

/** Slips that a word of this length may have and still be meant as the same. */
const allowedSlips = (length: number): number => (length <= 3 ? 0 : length <= 5 ? 1 : length <= 9 ? 2 : 3)

/** Whether two words may be one word with slips. */
export const nearly = (a: string, b: string): boolean => {
  const allowed = allowedSlips(Math.min(a.length, b.length))
  return allowed > 0 && slips(a, b, allowed) <= allowed
}

const spellings: [RegExp, string][] = [
  [/ß/g, 'ss'],
  [/ph/g, 'f'],
  [/(sch|sh|ch|tsch|tch|cz|zh)/g, 's'],
  [/(ck|q|c|kh|x)/g, 'k'],
  [/(dj|dsch|j|y|ie|ee|ei|ey|ij)/g, 'i'],
  [/(ou|oo|uu|ow)/g, 'u'],
  [/(w|v|bh)/g, 'v'],
  [/(z|ts)/g, 's'],
  [/(th|dt|tt)/g, 't'],
  [/(ae|ai|ay)/g, 'e'],
  [/(oe|eo)/g, 'o'],
  [/h/g, ''],
  [/(.)\1+/g, '$1'],
]
/** A folded word without what transliterations differ in: Mohammed and Muhamad, Catherine and Katharina, Yusuf and Youssef. */
export const sound = (word: string): string => {
  const written = spellings.reduce((text, [from, to]) => text.replaceAll(from, to), word)
  return (written.slice(0, 1) + written.slice(1).replaceAll(/[aeiou]/g, '')).replaceAll(/(.)\1+/g, '$1')
}
