/** By which keys people are looked up among hundreds of thousands: few, and each shared by few. Pure. Source: PPL-5. */
import { createHash } from 'node:crypto'
import type { Known } from './compare.ts'

/** A key as the database keeps it: 64 bits of its hash, as text. */
export const hashed = (key: string): string => createHash('sha256').update(key).digest().readBigInt64BE(0).toString()

/** Keys of one person within a movement; whoever shares one is compared. Fewer than among the rows of a file: they are stored. */
export function sweepKeys(
  movementId: string,
  { given, family, sounds: heardOf, birthDate, emails, phones, numbers, street, city, postalCode }: Known,
): string[] {
  const words = [...new Set([...given, ...family])].filter((word) => word.length > 1).slice(0, 5)
  const sounds = words.map((word) => heardOf.get(word)!)
  const pairs = words.flatMap((one, i) => words.slice(i + 1).map((other) => [one, other].sort().join('+')))
  const heard = sounds.flatMap((one, i) => sounds.slice(i + 1).map((other) => [one, other].sort().join('+')))
  const [year = '', month = '', day = ''] = birthDate?.split('-') ?? []
  const place = postalCode ?? city?.slice(0, 4) ?? ''
  const home = street?.split(' ').slice(0, 2).join(' ') ?? ''
  const keys = [
    ...emails.map((email) => `e:${email}`),
    ...emails
      .map((email) => email.split('@')[0]!.replaceAll(/[^a-z0-9]/g, ''))
      .flatMap((local) => (local.length > 5 ? [`l:${local}`] : [])),
    ...phones.map((phone) => `p:${phone.slice(-8)}`),
    ...numbers.map((number) => `n:${number}`),
    ...pairs.map((pair) => `w:${pair}`),
    ...heard.map((pair) => `s:${pair}`),
    // Day and month in either order, and one of the names by its first letter.
    ...(day ? words.map((word) => `d:${year}:${[month, day].sort().join('-')}:${word[0]}`) : []),
    // Namesakes are many: those of one year are fewer.
    ...(year ? heard.map((pair) => `y:${year}:${pair}`) : []),
    // One name slips, or isn't known: the other sounds so and the year is the same, or the day of birth.
    ...(year ? sounds.map((one) => `ys:${year}:${one}`) : []),
    ...(day ? sounds.map((one) => `ds:${month}-${day}:${one}`) : []),
    ...(day && place ? [`dp:${birthDate}:${place}`] : []),
    // Who lives there, whatever of the name is the same; and who has a name there.
    ...(home ? [`t:${home}:${place}`] : []),
    ...(postalCode ? sounds.map((one) => `c:${postalCode}:${one}`) : []),
  ]
  return [...new Set(keys.map((key) => hashed(`${movementId} ${key}`)))]
}

/** What of a person makes others like them common: words of the name, and the address. */
export const shareKeys = ({ given, family, city, postalCode, street }: Known): string[] => [
  ...new Set([
    ...given.map((word) => `given ${word}`),
    ...family.map((word) => `family ${word}`),
    ...(city ? [`city ${city}`] : []),
    ...(postalCode ? [`postalCode ${postalCode}`] : []),
    ...(street ? [`street ${street}`] : []),
  ]),
]
