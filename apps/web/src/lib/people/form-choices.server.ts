/** Lists to choose from in the forms of people. */
import type { Choice } from '@ministry/ui'
import { getLocale } from '@ministry/kernel/runtime'
import { countries } from '#lib/choices.server.ts'
import { nameOfLanguage } from '#lib/names.ts'

/** Spoken by many, without a tag of two letters. */
const longer = 'luo luy kln kam guz mer mas saq teo kik nyn cgg lgg ach bem suk fil yue ceb hmn ckb kha haw'.split(' ')

/** Languages by their names; `known` are those that a person has already, however rare. */
function languageChoices(known: readonly string[]): Choice[] {
  const names = new Intl.DisplayNames(getLocale(), { type: 'language', fallback: 'none' })
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const two = letters.flatMap((first) => letters.map((second) => first + second))
  const canonical = (tag: string) => Intl.getCanonicalLocales(tag)[0] === tag
  return [...new Set([...two, ...longer, ...known])]
    .filter((tag) => known.includes(tag) || (canonical(tag) && names.of(tag)))
    .map((value) => ({ value, label: nameOfLanguage(value) }))
    .sort((one, other) => one.label.localeCompare(other.label, getLocale()))
}

/** Countries and languages, with what is on record although it stands in no list. */
export function formChoices(fields: Record<string, unknown> = {}) {
  const country = typeof fields['country'] === 'string' ? fields['country'] : ''
  const all = countries()
  return {
    countries:
      !country || all.some(({ value }) => value === country) ? all : [{ value: country, label: country }, ...all],
    languages: languageChoices((fields['languages'] as string[] | null | undefined) ?? []),
  }
}
export type FormChoices = ReturnType<typeof formChoices>
