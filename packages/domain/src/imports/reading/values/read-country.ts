import { getCountries } from 'libphonenumber-js/min'
import { unreadable, type Reading } from './reading.ts'
import { wordKey } from './read-words.ts'

/** What people write that the Unicode names of countries don't hold. */
const others: Readonly<Record<string, string>> = {
  usa: 'US',
  uk: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  greatbritain: 'GB',
  northernireland: 'GB',
  uae: 'AE',
  drc: 'CD',
  drcongo: 'CD',
  democraticrepublicofthecongo: 'CD',
  holland: 'NL',
  ivorycoast: 'CI',
  swaziland: 'SZ',
  czechrepublic: 'CZ',
  burma: 'MM',
  capeverde: 'CV',
  macedonia: 'MK',
  southkorea: 'KR',
  turkey: 'TR',
}

const codes: ReadonlyMap<string, string> = new Map([
  ...['en', 'de', 'fr', 'es', 'pt', 'sw'].flatMap((language) => {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    return getCountries().map((code): [string, string] => [wordKey(names.of(code) ?? code), code])
  }),
  ...getCountries().map((code): [string, string] => [code.toLowerCase(), code]),
  ...Object.entries(others),
])

/** Reads a country's code or its name in six languages as ISO 3166-1 alpha-2. */
export function readCountry(text: string): Reading<string> {
  const value = codes.get(wordKey(text))
  return value ? { value } : unreadable('imports.value.unknown-country', 'imports.value.expected-country', text)
}
