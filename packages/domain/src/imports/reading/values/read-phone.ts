import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'
import { unreadable, type Reading } from './reading.ts'

/** Shapes that the library doesn't take: 0049…, +49 (0) 151 …, tel:…, a spreadsheet's 2.547E+11 is lost for good. */
function written(text: string): string {
  return (
    text
      .normalize('NFKC')
      .trim()
      .replace(/^(tel|phone|mobile|cell|home|work|office|handy|mobil|privat|fon|ph|t|m)[.:]\s*/i, '')
      // Whose or which number it is: 0712 345 678 (home).
      .replace(/\s*\(\p{L}[^()\d]*\)$/u, '')
      .replace(/^'/, '')
      // What a spreadsheet makes of digits that it takes for a number.
      .replace(/^(\d{7,15})\.0+$/, '$1')
      .replace(/^00(?=[1-9])/, '+')
      .replace(/^(\+\d{1,3}\s*)\(0\)/, '$1')
  )
}

/**
 * Reads one number as E.164; one without a country code belongs to the region. The shape must fit the country's
 * numbering; whether it is connected nobody can tell. Source: PPL-1; ITU E.164.
 */
export function readPhone(text: string, region: CountryCode): Reading<string> {
  const parsed = parsePhoneNumberFromString(written(text), { defaultCountry: region, extract: false })
  if (!parsed?.isValid()) {
    return unreadable('imports.value.not-a-phone', 'imports.value.expected-phone', text, { region })
  }
  return parsed.ext ? { value: parsed.number, note: 'imports.value.note-extension-dropped' } : { value: parsed.number }
}
