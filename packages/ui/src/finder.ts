/** What a finder shows: groups of places to go. */
export interface FinderItem {
  /** Unique in the whole list. */
  id: string
  label: string
  note?: string | undefined
  href: string
}
export interface FinderGroup {
  label: string
  items: readonly FinderItem[]
}
export type FinderSearch = (text: string) => Promise<readonly FinderGroup[]> | readonly FinderGroup[]
