/** Contact data as they are kept: e-mails in lower case, phone numbers in E.164. Source: PPL-1. */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'

/** An e-mail address as it is kept and compared. */
export const normalEmail = (typed: string): string => typed.trim().toLowerCase()

/**
 * A phone number in E.164 (`+254712123456`), or undefined where it can't be one. A number without a country code is read as one
 * of the country (ISO 3166 alpha-2) of the person's node.
 */
export function normalPhone(typed: string, country: string | null | undefined): string | undefined {
  const region = country?.toUpperCase()
  const number = parsePhoneNumberFromString(typed, region && isSupportedCountry(region) ? region : {})
  return number?.isPossible() ? number.number : undefined
}
