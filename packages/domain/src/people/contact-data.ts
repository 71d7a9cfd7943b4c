/** Contact data as they are kept: e-mails in lower case, phone numbers in E.164. Source: PPL-1. */
import { invalidInput } from '@ministry/kernel/errors'
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js'
import type { SomeFields } from './people.schema.ts'

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

/**
 * Fields with e-mails and phones made normal, each once. Throws InvalidInput `people.phone` with the place of a number that can't
 * be read in the country.
 */
export function normalContacts<F extends SomeFields>(fields: F, country: string | null): F {
  const phones = fields.phones?.map((typed, i) => normalPhone(typed, country) ?? refuse(`phones.${i}`))
  return {
    ...fields,
    ...(fields.emails && { emails: [...new Set(fields.emails.map(normalEmail))] }),
    ...(phones && { phones: [...new Set(phones)] }),
    ...(fields.emergencyPhone && {
      emergencyPhone: normalPhone(fields.emergencyPhone, country) ?? refuse('emergencyPhone'),
    }),
  }
}

function refuse(path: string): never {
  throw invalidInput('This is no phone number.', [{ path, message: 'people.phone' }])
}
