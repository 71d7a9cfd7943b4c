import type { Snippet } from 'svelte'

/** A line of a list of facts: a label, and what it is. */
export interface Fact {
  label: string
  /** Empty facts are left out, unless `always`. */
  value?: string | number | null | undefined
  snippet?: Snippet | undefined
  /** A quieter line under the value, for instance where it comes from. */
  note?: string | undefined
  always?: boolean
}
