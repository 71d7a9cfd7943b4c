/** The country that a file's phone numbers are written in, as far as they tell. Pure. Source: IMP-2. */
import { peopleFields, valueReader } from './reading/index.ts'

export type PhoneRegion = {
  /** ISO 3166-1 alpha-2. */
  region: string
  /** How many of the numbers can be read with it. */
  read: number
  of: number
}

const phone = peopleFields.find(({ key }) => key === 'phones')!
const country = peopleFields.find(({ key }) => key === 'country')!
const enough = 0.5
/** A shape that no other country writes: (217) 555-0101. */
const northAmerican = /^\(\d{3}\) ?\d{3}[-. ]\d{4}$/

/**
 * The country of numbers without a country code: the place's own where at least half of them fit it; else one that the file itself
 * names, or North America by its shape; else the place's own after all, and the counts say that somebody has to choose.
 */
export function phoneRegionOf(numbers: readonly string[], countries: readonly string[], own: string): PhoneRegion {
  const written = numbers.map((cell) => cell.trim()).filter(Boolean)
  const countWith = (region: string): PhoneRegion => {
    const read = valueReader(phone, { region: region as never, dateOrder: 'ymd', today: '2000-01-01' })
    return { region, read: written.filter((cell) => !('problem' in read(cell))).length, of: written.length }
  }
  const first = countWith(own)
  const fits = ({ read, of }: PhoneRegion) => read >= of * enough
  if (fits(first)) return first
  const looksAmerican = written.filter((cell) => northAmerican.test(cell)).length >= written.length * enough
  const candidates = [...namedIn(countries), ...(looksAmerican ? ['US'] : [])]
  return candidates.map(countWith).find(fits) ?? first
}

/** Countries named in a column, the most frequent first. */
function namedIn(cells: readonly string[]): string[] {
  const read = valueReader(country, { region: 'US', dateOrder: 'ymd', today: '2000-01-01' })
  const counts = new Map<string, number>()
  for (const cell of cells) {
    const reading = read(cell)
    if ('value' in reading && typeof reading.value === 'string')
      counts.set(reading.value, (counts.get(reading.value) ?? 0) + 1)
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([code]) => code)
}
