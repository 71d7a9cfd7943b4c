import { raw, type Sql } from '@ministry/db'

/** What of a person is compared, and nothing else: it is read of very many. */
export interface ComparedRow {
  id: string
  movementId: string
  name: string
  preferredName: string | null
  sortName: string
  birthDate: string | null
  emails: string[]
  phones: string[]
  street: string | null
  city: string | null
  postalCode: string | null
  [field: string]: unknown
}

/** Its select list, from `person p`. Lists come as JSON, which is read faster than arrays. */
export const comparedRow: Sql = raw(`p.id, p.home_ids[1] as "movementId", p.name, p.preferred_name as "preferredName",
  p.sort_name as "sortName", p.birth_date as "birthDate", to_json(p.emails) as emails, to_json(p.phones) as phones, p.street, p.city,
  p.postal_code as "postalCode"`)
