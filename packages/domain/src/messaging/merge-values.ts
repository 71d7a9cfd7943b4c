/** What the merge fields stand for, for one person and one place. Source: MSG-1. */
import { dateIn } from '@ministry/kernel/calendar'
import type { MergeField } from './messaging.schema.ts'

export interface WrittenTo {
  name: string
  preferredName: string | null
  expectedGraduation: string | null
}
/** A place and those above it, from the top down. */
export interface WritingPlace {
  name: string
  timeZone: string | null
  language: string | null
  contactEmail: string | null
  website: string | null
}
/** What holds at the last place of the chain. */
export const nearest = <K extends keyof WritingPlace>(
  chain: readonly WritingPlace[],
  field: K,
): WritingPlace[K] | null => chain.findLast((place) => place[field] !== null)?.[field] ?? null

/** The value of each field; empty where nothing is known. `sender` is who leads; without one the place signs. */
export function mergeValues(
  person: WrittenTo,
  chain: readonly WritingPlace[],
  sender: string | null,
  at: Date,
  language: string,
): Record<MergeField, string> {
  const place = chain.at(-1)?.name ?? ''
  const day = dateIn(at, nearest(chain, 'timeZone') ?? 'UTC')
  return {
    'person.name': person.preferredName ?? person.name,
    'person.full_name': person.name,
    'person.graduation': person.expectedGraduation ? inWords(person.expectedGraduation, language) : '',
    'place.name': place,
    'place.email': nearest(chain, 'contactEmail') ?? '',
    'place.website': nearest(chain, 'website') ?? '',
    'movement.name': chain[0]?.name ?? '',
    'sender.name': sender ?? place,
    today: inWords(day, language),
  }
}

/** A year, a month or a day as one reads it in the language. */
function inWords(date: string, language: string): string {
  const parts = date.split('-').length
  const options: Intl.DateTimeFormatOptions = {
    timeZone: 'UTC',
    year: 'numeric',
    ...(parts > 1 && { month: 'long' }),
    ...(parts > 2 && { day: 'numeric' }),
  }
  return new Intl.DateTimeFormat(language, options).format(Date.parse(date))
}
