/** How alike two words are. Pure. */

/**
 * Slips of the pen between two words: letters put in, left out, changed or swapped with their neighbour, each counted once.
 * Counts no further than `limit` and then says `limit + 1`. Source: Damerau (1964), optimal string alignment.
 */
export function slips(a: string, b: string, limit = 3): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(changed, last[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1)
      row.push(least)
    }
    if (Math.min(...row) > limit) return limit + 1
    before = last
    last = row
  }
  return Math.min(last[b.length]!, limit + 1)
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
