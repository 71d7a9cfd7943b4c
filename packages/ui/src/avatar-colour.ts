/** Hues of avatars, in degrees; far enough from each other to be told apart, and without the red of danger. */
export const hues = [55, 85, 125, 160, 192, 235, 275, 320]

/** The same hue for the same id, always: a person is recognised by it. */
export function hueOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + character.codePointAt(0)!) >>> 0
  return hues[sum % hues.length]!
}

/** First letters of the first and the last word: `Grace Wanjiku Njeri` is `GN`. Works for names of one word and of any script. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  return ends.map((word) => [...word][0]!.toLocaleUpperCase()).join('')
}
