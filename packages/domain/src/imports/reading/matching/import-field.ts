/** What a column's values are read as. */
export type FieldKind =
  'text' | 'name' | 'email' | 'phone' | 'date' | 'partial-date' | 'month' | 'boolean' | 'choice' | 'country'

/** An option of a `choice`, with the words that files use for it. */
export interface Choice {
  value: string
  aliases: readonly string[]
}

/** A field that a kind of import takes: how its column is found and how its values are read. Source: IMP-2. */
export interface ImportField {
  key: string
  /** The catalogue's key of its name on the page. */
  label: string
  /** Its heading in the template. */
  heading: string
  /** What the template's example row shows. */
  example: string
  kind: FieldKind
  /** Headings that mean this field, best first; case, accents and punctuation don't matter. */
  aliases: readonly string[]
  /** Words that may stand before an alias and leave it this field: `home` before `city`. */
  prefixes?: readonly string[]
  /** Headings that may mean this field: the values, or neighbours, decide. */
  weakAliases?: readonly string[]
  /** A wrong match would do harm: a weak alias stays a guess, whatever its values. */
  cautious?: boolean
  /** Several columns, and several values in a cell, go into the one field. */
  multiple?: boolean
  /** Dates only: lies in the past, so a later one is wrong, and two digits of a year are read as past. */
  past?: boolean
  choices?: readonly Choice[]
}
