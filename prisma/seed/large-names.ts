/** Names for hundreds of thousands: the demo's lists drawn with a skew, and family names put together from syllables. */
import { addressPart, cultures, type Culture } from './names.ts'
import type { Random } from './random.ts'

const list = (text: string) => text.split(' ')
const beginnings = list('Mu Ka Nja Wa Ki Nya Ochi Oku Tu Kipla Che Ade Chuku Ndi Bä Ló Szé Qu Sø Tr')
const middles = list('ri ndo ga mbu ya nge thi lo che ta sa kwe ño ré zü ła')
const ends = list('ki ni nga ru mbe si ra wo li re ma ndi ho ña sé')

/** A family name that stands in no list: some 4,800 of them, with accents. */
const composed = (random: Random) => random.pick(beginnings) + random.pick(middles) + random.pick(ends)
/** The first of a list come up much more often than the last, as names do. */
const skewed = <T>(random: Random, from: readonly T[]) => from[Math.floor(random.next() ** 2 * from.length)]!

const total = cultures.reduce((sum, { weight }) => sum + weight, 0)
/** One entry for each unit of weight. */
const byWeight = cultures.flatMap((culture) => Array.from({ length: culture.weight }, () => culture))

export interface LargeName {
  parts: readonly string[]
  joined: boolean
  gender: 'female' | 'male'
  language: string
}

/** Draws a name; a third of the families have a composed one, every other person a middle name. */
export function drawLargeName(random: Random): LargeName {
  const culture = byWeight[random.below(total)]!
  const gender = random.chance(0.54) ? 'female' : 'male'
  const { familyFirst = false, joined = false, language } = culture
  const given = skewed(random, culture[gender])
  const listed = skewed(random, culture.family)
  const family = !joined && (listed === given || random.chance(0.35)) ? composed(random) : listed
  const middle = !familyFirst && random.chance(0.5) ? [random.pick(culture[gender])] : []
  return { parts: familyFirst ? [family, given] : [given, ...middle, family], joined, gender, language }
}

/** Every part that a name can have. */
export function everyPart(): string[] {
  const listed = cultures.flatMap(({ female, male, family }: Culture) => [...female, ...male, ...family])
  const made = beginnings.flatMap((b) => middles.flatMap((m) => ends.map((e) => b + m + e)))
  return [...new Set([...listed, ...made])]
}

/** What each part becomes in an e-mail address. */
export const addressParts = (): Map<string, string> => new Map(everyPart().map((part) => [part, addressPart(part)]))
