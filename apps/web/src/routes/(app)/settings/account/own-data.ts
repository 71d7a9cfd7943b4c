/** The fields of one's own person that the account page shows, in its order; which of them may be changed is decided elsewhere. */
export const ownFields = [
  'preferredName',
  'emails',
  'phones',
  'street',
  'postalCode',
  'city',
  'province',
  'country',
  'emergencyName',
  'emergencyPhone',
] as const
export type OwnField = (typeof ownFields)[number]
type OwnData = Partial<
  Record<Exclude<OwnField, 'emails' | 'phones'>, string | null> & Record<'emails' | 'phones', string[]>
>

const lists = new Set<string>(['emails', 'phones'])

/** What the form says: a blank line erases, several lines of a list are several values, and an absent field stays as it is. */
export function readOwnData(form: FormData): OwnData {
  const data: Record<string, string | string[] | null> = {}
  for (const field of ownFields) {
    const value = form.get(field)
    if (typeof value !== 'string') continue
    const lines = value.split(/\r?\n/).map((line) => line.trim())
    data[field] = lists.has(field) ? lines.filter(Boolean) : value.trim() || null
  }
  return data
}
