import type { Snippet } from 'svelte'

/** A column of a list; on phones a part of a card. */
export interface Column<Row> {
  key: string
  label: string
  /** The cell's text, unless `cell` draws it. */
  text?: ((row: Row) => string | number | null | undefined) | undefined
  cell?: Snippet<[Row]> | undefined
  /** Numbers stand at the end. */
  align?: 'end'
  /** Place on a card: before it (a picture), its title, a line under it, at its end, or none. The first column is the title, others are lines. */
  card?: 'lead' | 'title' | 'line' | 'end' | 'none'
  /** On a card, a line begins with the label. */
  cardLabel?: boolean
  /** Where the heading leads to sort by it, and how it is sorted now. */
  sort?: { href: string; direction?: 'ascending' | 'descending' | undefined } | undefined
  /** Left out of tables where they would be cramped. */
  onlyWide?: boolean
  /** For columns whose cells speak for themselves. */
  hideLabel?: boolean
}
