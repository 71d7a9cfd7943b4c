/** Whether two people on record may be one: what speaks for it and against it, each in bits of evidence. Pure. Source: PPL-5. */
import { nearly, slips } from './likeness.ts'
import { sameByNickname } from './nicknames.ts'

/** What is known of somebody, folded: lower case, no accents, no punctuation; mail addresses and phones normal; dates ISO or partial. */
export interface Known {
  id: string
  given: readonly string[]
  family: readonly string[]
  /** How the words of the names sound (`sound`): asked for again and again. */
  sounds: ReadonlyMap<string, string>
  birthDate: string | null
  emails: readonly string[]
  phones: readonly string[]
  street: string | null
  city: string | null
  postalCode: string | null
  /** What a register calls them (a number of a student or an identity card). */
  numbers: readonly string[]
}
/** How common a value is: the share of people who have it. */
export interface Population {
  size: number
  share(kind: 'given' | 'family' | 'city' | 'postalCode' | 'street', word: string): number
}
/** What was compared, how alike it is, and how much that says: each bit doubles the odds. */
export interface Reason {
  field: 'given' | 'family' | 'birthDate' | 'email' | 'phone' | 'street' | 'city' | 'postalCode' | 'number' | 'swapped'
  likeness: Likeness
  bits: number
}
export type Likeness =
  | 'same'
  | 'nickname'
  | 'spelling'
  | 'initial'
  | 'same-name'
  | 'day-and-month-swapped'
  | 'one-digit'
  | 'two-digits'
  | 'almost'
  | 'alike'
  | 'swapped'
  | 'different'
export interface Comparison {
  bits: number
  reasons: Reason[]
}

/** Weighs all that two people have in common and in which they differ; the reasons are for people to read. Source: PPL-5. */
export function compare(a: Known, b: Known, population: Population): Comparison {
  const name = names(a, b, population)
  const reasons = [
    ...name,
    birth(a.birthDate, b.birthDate),
    ...contacts(a, b),
    ...address(a, b, population),
    numbers(a, b),
  ].filter((reason): reason is Reason => reason !== null && reason.bits !== 0)
  return { bits: reasons.reduce((sum, { bits }) => sum + bits, 0), reasons }
}

/**
 * What a comparison comes to among so many people: the more there are, the more chance alone brings together. `certain` is said
 * only where names and birth dates agree as far as both are known: twins, and a son named after his father, never are. Nothing is
 * ever merged by it. Source: PPL-5.
 */
export function verdictOf({ bits, reasons }: Comparison, size: number): 'certain' | 'possible' | null {
  const born = reasons.find(({ field }) => field === 'birthDate')?.bits ?? 0
  const differs = (...fields: Reason['field'][]) =>
    reasons.some(({ field, likeness }) => fields.includes(field) && likeness === 'different')
  // A family shares a phone, an address and its name, but neither first names nor days of birth.
  const shares = reasons.some(({ field, bits }) => ['email', 'phone'].includes(field) && bits > 8)
  if (differs('given') && born < 5 && (born < 0 || shares)) return null
  const named = reasons.some(({ field, bits }) => (field === 'given' || field === 'family') && bits > 0)
  const own = born >= 5 || reasons.some(({ field, bits }) => ['email', 'number'].includes(field) && bits > 8)
  // A name, a phone and a roof are the father's and the son's: without anything of one's own it takes a good deal more.
  const phone = reasons.find(({ field }) => field === 'phone')?.bits ?? 0
  const enough = Math.max(18, Math.log2(size) + 8) + (own ? 0 : 6 + phone)
  if (bits >= enough && named && !differs('given', 'birthDate')) return 'certain'
  // Among very many, one in few is on record twice: what has to be looked at is kept to what is worth it.
  const crowd = Math.min(3, Math.max(0, Math.log2(size / 100_000)))
  return bits >= Math.max(7, Math.log2(size) - 3 + crowd) ? 'possible' : null
}

// ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────
type Word = 'given' | 'family'

function names(a: Known, b: Known, population: Population): Reason[] {
  const soundOf = (word: string) => a.sounds.get(word) ?? b.sounds.get(word) ?? ''
  const word = (field: Word, some: readonly string[], others: readonly string[], as: readonly Word[]): Reason => {
    const rarity = rarityOf(as, population)
    const found = some.flatMap((one) => others.map((other) => wordPair(field, as, [one, other], rarity, soundOf)))
    return best(found) ?? { field, likeness: 'alike', bits: 0 }
  }
  const either: Word[] = ['given', 'family']
  // A single word may be either name: it is looked for in both.
  if (!a.family.length || !b.family.length) {
    const [some, others] = [
      [...a.given, ...a.family],
      [...b.given, ...b.family],
    ]
    const [given, family] = [word('given', some, others, either), word('family', some, others, either)]
    // One who is down by the first name and one by the family name differ in nothing that is known.
    return [given.bits > 0 && given.bits >= family.bits ? given : { ...family, bits: Math.max(-3, family.bits) }]
  }
  const given = word('given', a.given, b.given, ['given'])
  const straight = [withMiddles(given, a, b, soundOf), family(word('family', a.family, b.family, ['family']))]
  const crossed = [word('given', a.given, b.family, either), word('family', a.family, b.given, either)]
  const sum = (reasons: Reason[]) => reasons.reduce((total, { bits }) => total + bits, 0)
  const swapped: Reason = { field: 'swapped', likeness: 'swapped', bits: -2 }
  return sum(crossed) - 2 > sum(straight) && sum(crossed) > 0 ? [...crossed, swapped] : straight

  /** Of two family names one is often left out, or stands in the middle. */
  function family(last: Reason): Reason {
    if (last.bits > 0) return last
    const [one, other] = [a.given.slice(1), b.given.slice(1)]
    const middle = best([
      ...(other.length ? [word('family', a.family, other, ['family'])] : []),
      ...(one.length ? [word('family', one, b.family, ['family'])] : []),
    ])
    return middle && middle.bits > 2 ? { ...middle, likeness: 'spelling', bits: middle.bits - 2 } : last
  }
}
const best = (reasons: readonly Reason[]): Reason | undefined =>
  reasons.reduce<Reason | undefined>((top, one) => (top && top.bits >= one.bits ? top : one), undefined)

/** Two who share a first name and have other middle names are rather two. */
function withMiddles(given: Reason, a: Known, b: Known, soundOf: (word: string) => string): Reason {
  const [one, other] = [a.given.slice(1), b.given.slice(1)]
  if (given.bits <= 0 || !one.length || !other.length) return given
  const rarity = () => 4
  const alike = one.some((word) =>
    other.some((word2) => wordPair('given', ['given'], [word, word2], rarity, soundOf).bits > 0),
  )
  return alike ? given : { ...given, bits: Math.max(1, given.bits - 3) }
}

/** Bits that a name is worth which two people have in common: the rarer, the more. */
const rarityOf = (as: readonly Word[], population: Population) => (name: string) =>
  Math.min(12, ...as.map((field) => Math.max(2, -Math.log2(population.share(field, name)))))

function wordPair(
  field: Word,
  as: readonly Word[],
  [a, b]: readonly [string, string],
  rarity: (name: string) => number,
  soundOf: (word: string) => string,
): Reason {
  const least = Math.min(rarity(a), rarity(b))
  const shorter = Math.min(a.length, b.length)
  if (a === b) return { field, likeness: 'same', bits: least }
  if (as.includes('given') && sameByNickname(a, b)) return { field, likeness: 'nickname', bits: least - 1.5 }
  if (nearly(a, b)) return { field, likeness: 'spelling', bits: Math.max(1, least - 2 * slips(a, b)) }
  const sounds = shorter > 2 && soundOf(a).length > 2 && soundOf(a) === soundOf(b)
  if (sounds || (shorter > 2 && (a.startsWith(b) || b.startsWith(a))))
    return { field, likeness: 'spelling', bits: Math.max(1, least - 3) }
  if (shorter === 1 && a[0] === b[0]) return { field, likeness: 'initial', bits: 1.5 }
  return { field, likeness: 'different', bits: as.length > 1 ? -4.5 : field === 'given' ? -5 : -4 }
}

// ── Dates ────────────────────────────────────────────────────────────────────────────────────────────────────
function birth(a: string | null, b: string | null): Reason | null {
  if (!a || !b) return null
  const [one, other] = [a.split('-'), b.split('-')]
  const of = (likeness: Likeness, bits: number): Reason => ({ field: 'birthDate', likeness, bits })
  if (one.length < 3 || other.length < 3) {
    const common = Math.min(one.length, other.length)
    const same = one.slice(0, common).join() === other.slice(0, common).join()
    return same ? of('same', common === 1 ? 4 : 7.5) : of('different', -5)
  }
  if (a === b) return of('same', 13)
  const [year, month, day] = [0, 1, 2].map((i) => one[i] === other[i])
  if (year && one[1] === other[2] && one[2] === other[1]) return of('day-and-month-swapped', 9)
  if (slips(a.replaceAll('-', ''), b.replaceAll('-', ''), 2) === 1) return of('one-digit', 8)
  if ((year && month) || (month && day)) return of('almost', 5)
  if (year && day) return of('almost', 5)
  if (slips(a.replaceAll('-', ''), b.replaceAll('-', ''), 2) === 2) return of('two-digits', 2)
  return daysBetween(a, b) <= 32
    ? of('almost', 3)
    : aYearOff(a, b)
      ? of('two-digits', 1)
      : of('different', year ? -3 : -6)
}
const daysBetween = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b)) / 86_400_000
/** A year off, give or take a month: slips come together. */
const aYearOff = (a: string, b: string) => Math.abs(daysBetween(a, b) - 365) <= 32

// ── Ways to reach somebody ───────────────────────────────────────────────────────────────────────────────────
function contacts(a: Known, b: Known): (Reason | null)[] {
  return [email(a.emails, b.emails), phone(a.phones, b.phones)]
}
function email(some: readonly string[], others: readonly string[]): Reason | null {
  if (!some.length || !others.length) return null
  const of = (likeness: Likeness, bits: number): Reason => ({ field: 'email', likeness, bits })
  const pairs = some.flatMap((one) =>
    others.map((other) => {
      if (one === other) return of('same', 13)
      const [local = '', host = ''] = one.split('@')
      const [local2 = '', host2 = ''] = other.split('@')
      const plain = (text: string) => text.replaceAll(/[^a-z0-9]/g, '')
      if (plain(local).length > 4 && plain(local) === plain(local2)) return of('same-name', 9)
      // Namesakes have one address each: anna.smith1 and anna.smith2.
      const lettersOf = (text: string) => text.replaceAll(/[^a-z]/g, '')
      if (host === host2 && lettersOf(local) === lettersOf(local2))
        return of('spelling', slips(local, local2, 1) === 1 ? 4 : 1)
      if (slips(one, other, 2) <= 2) return of('spelling', 9)
      if (host === host2 && local.length > 5 && nearly(local, local2)) return of('spelling', 6)
      return of('different', -1)
    }),
  )
  return pairs.reduce((best, pair) => (pair.bits > best.bits ? pair : best))
}
function phone(some: readonly string[], others: readonly string[]): Reason | null {
  if (!some.length || !others.length) return null
  const same = some.some((one) => others.includes(one))
  if (same) return { field: 'phone', likeness: 'same', bits: 11 }
  const close = some.some((one) => others.some((other) => one.length > 6 && slips(one, other, 1) === 1))
  return close ? { field: 'phone', likeness: 'one-digit', bits: 6 } : null
}

// ── Where somebody lives ─────────────────────────────────────────────────────────────────────────────────────
function address(a: Known, b: Known, population: Population): (Reason | null)[] {
  const rarity = (field: 'street' | 'city' | 'postalCode', value: string, most: number) =>
    Math.min(most, Math.max(1, -Math.log2(population.share(field, value))))
  const of = (field: 'street' | 'city' | 'postalCode', most: number, less: number): Reason | null => {
    const [one, other] = [a[field], b[field]]
    if (!one || !other) return null
    if (one === other) return { field, likeness: 'same', bits: rarity(field, one, most) }
    const least = Math.min(rarity(field, one, most), rarity(field, other, most))
    if (one.length > 3 && nearly(one, other)) return { field, likeness: 'spelling', bits: Math.max(0.5, least - 2) }
    if (field === 'street' && shared(one, other) >= 0.6) return { field, likeness: 'alike', bits: least / 2 }
    return { field, likeness: 'different', bits: less }
  }
  return [of('street', 9, -1), of('city', 5, -0.5), of('postalCode', 7, -0.5)]
}
/** Share of the words of the shorter that the longer has too. */
function shared(a: string, b: string): number {
  const [one, other] = [new Set(a.split(' ')), new Set(b.split(' '))]
  const common = [...one].filter((word) => other.has(word)).length
  return common / Math.max(one.size, other.size)
}

function numbers(a: Known, b: Known): Reason | null {
  if (!a.numbers.length || !b.numbers.length) return null
  if (a.numbers.some((one) => b.numbers.includes(one))) return { field: 'number', likeness: 'same', bits: 13 }
  const close = a.numbers.some((one) => b.numbers.some((other) => one.length > 5 && slips(one, other, 1) === 1))
  return close
    ? { field: 'number', likeness: 'one-digit', bits: 8 }
    : { field: 'number', likeness: 'different', bits: -1 }
}
