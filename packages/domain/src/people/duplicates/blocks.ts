/** Which pairs are worth comparing: people who share at least one key. Pure. Source: PPL-5. */
import type { Known } from './compare.ts'

/** Keys of one person; whoever shares one is compared. */
function blockKeys({
  given,
  family,
  sounds: heardOf,
  birthDate,
  emails,
  phones,
  street,
  city,
  postalCode,
  numbers,
}: Known): string[] {
  const words = [...given, ...family].filter((word) => word.length > 1)
  const sounds = words.map((word) => heardOf.get(word)!)
  const starts = words.map((word) => word.slice(0, 3))
  const [year = '', month = '', day = ''] = birthDate?.split('-') ?? []
  const pairs = starts.flatMap((one, i) => starts.slice(i + 1).map((other) => [one, other].sort().join('+')))
  const near = [postalCode, city?.slice(0, 4), street?.split(' ').find((word) => /[a-z]{4}/.test(word))].filter(Boolean)
  return [
    ...emails.map((email) => `e:${email}`),
    ...emails.map(
      (email) =>
        `l:${email
          .split('@')[0]!
          .replaceAll(/[^a-z0-9]/g, '')
          .slice(0, 6)}`,
    ),
    ...phones.map((phone) => `p:${phone}`),
    ...phones.map((phone) => `p7:${phone.slice(-7)}`),
    ...numbers.map((number) => `n:${number}`),
    ...(day
      ? [
          `d:${birthDate}`,
          ...words.map((word) => `dw:${month}${day}:${word[0]}`),
          ...starts.map((start) => `y:${year}${month}:${start.slice(0, 2)}`),
          ...starts.map((start) => `yd:${year}${day}:${start.slice(0, 2)}`),
        ]
      : []),
    ...pairs.map((pair) => `w:${pair}`),
    ...sounds.flatMap((one, i) => sounds.slice(i + 1).map((other) => `s:${[one, other].sort().join('+')}`)),
    ...near.flatMap((place) => starts.map((start) => `a:${place}:${start}`)),
    // Slips anywhere in a word: its letters, whatever their order.
    ...words.map((word) => `x:${year}:${letters(word)}`),
    ...(year ? sounds.map((one) => `ys:${year}:${one}`) : []),
    ...(city ? words.map((word) => `c:${city.slice(0, 3)}:${letters(word)}`) : []),
    ...(city && year ? [`cy:${city.slice(0, 5)}:${year}:${month}`] : []),
    ...(street && postalCode ? [`z:${postalCode}:${street.split(' ')[0]}`] : []),
    ...(street ? [`t:${street}`] : []),
  ]
}

const letters = (word: string) => [...new Set(word)].sort().join('')

/** Pairs of people who share a key, each once; keys that too many share tell nothing. */
export function* pairsOf(people: readonly Known[], largest = 60): Generator<[Known, Known]> {
  const blocks = new Map<string, number[]>()
  people.forEach((person, i) => {
    for (const key of new Set(blockKeys(person))) {
      const block = blocks.get(key)
      if (block) block.push(i)
      else blocks.set(key, [i])
    }
  })
  const seen = new Set<number>()
  for (const block of blocks.values()) {
    if (block.length < 2 || block.length > largest) continue
    for (let i = 0; i < block.length; i++)
      for (let j = i + 1; j < block.length; j++) {
        const pair = block[i]! * people.length + block[j]!
        if (seen.has(pair)) continue
        seen.add(pair)
        yield [people[block[i]!]!, people[block[j]!]!]
      }
  }
}
