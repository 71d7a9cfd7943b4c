/**
 * What points at a person: each capability says, for its own tables, what becomes of it when two records turn out to be one person,
 * and whether it is about the person or only names who acted. Merge, un-merge, export and erasure read the one list. Source: PPL-5, PRV-1.
 */
interface Pointer {
  /** Table and column of the database: a uuid, a list of them, or a JSON value that has ids in it. */
  table: string
  column: string
  /**
   * `theirs`: the row is about the person; it goes with an export of their data and is erased with them. `trace`: it tells who
   * acted, or whom something was about; it stays, and shows no name once the person is erased.
   */
  privacy: 'theirs' | 'trace'
}
/**
 * `moves`: the rows go to the record that stays. Rows that were written since to the record that stays, at a place that was the
 * other's alone, go with it at an un-merge: `later` says when (an instant) and where (a node) a row was written.
 * `once`: with the person these columns are unique; what the record that stays has already is kept, and the other's row stays behind
 * (an empty list: one row a person). `latest`: of such a row the later instants count.
 * `apart`: the column of the other of two people; a row between the two stays behind, for nobody is anything to themself.
 * `by-hand`: the merge itself knows the rules (memberships, wishes, invitations).
 * `stays`: the row stays with the record that goes, whose address leads to the one that stays.
 */
export type PersonLink = Pointer &
  (
    | {
        merge: 'moves'
        once?: readonly string[]
        apart?: string
        latest?: readonly string[]
        later?: { at: string; node: string }
      }
    | { merge: 'by-hand' | 'stays'; because: string }
  )

/** Columns of one table that tell who acted. A merge leaves them: what somebody did then is not rewritten. */
export const whoActed = (table: string, ...columns: string[]): PersonLink[] =>
  columns.map((column) => ({ table, column, merge: 'stays', because: 'who acted is not rewritten', privacy: 'trace' }))
