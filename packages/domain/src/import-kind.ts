/**
 * The import contract: what a kind of rows (people, memberships, groups, …) says of itself, so that reading a file, the dry run, the
 * commit and the undo are the same for all. A kind is one file `<kind>.import.ts` and a line in the registry. Source: IMP-1, IMP-2.
 */
import type { CalendarDate } from '@ministry/kernel/calendar'
import type { Context } from './context.ts'

// ── What a file can say ─────────────────────────────────────────────────────────────────────────────────────
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
  /** Its name where people gave it one themselves (custom fields): shown instead of the label. */
  title?: string
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
  /** Whether a rule can be chosen for it: fill, overwrite or keep what is on record. */
  merges?: boolean
}
type FieldValue = string | string[] | boolean

/**
 * What a file may do to a field of somebody or something on record: `fill` what is blank, `overwrite` what differs (of several
 * values: add those that are missing), `keep` what is there whatever the file says. A blank cell does nothing in any of them.
 */
export type MergeRule = 'fill' | 'overwrite' | 'keep'

// ── Rows on their way ───────────────────────────────────────────────────────────────────────────────────────
export type Verdict = 'create' | 'change' | 'skip' | 'conflict' | 'error'
/** Why something of a row isn't taken: a code of the catalogue, the heading and value it is about, and what its text needs. */
export interface RowProblem {
  column: string | null
  value: string | null
  code: string
  values: Record<string, string | number>
}
/** A field before and after. `kept`: the file says something else, and the rule leaves what is on record. */
export interface FieldDiff {
  field: string
  before: unknown
  after: unknown
  kept?: Exclude<MergeRule, 'overwrite'>
  /** What people read instead, where field and values are of the place's own words. */
  shown?: { title: string | null; before: string | null; after: string | null }
}
/** What a person decided about a row that could be several things: this one, none of them, or leave the row out. */
export type RowChoice = { take: 'one'; id: string } | { take: 'new' } | { take: 'out' }

/** A row as it was read; nothing is looked up yet. */
export interface ReadRow {
  number: number
  /** What its cells say, by field; blank cells are absent. */
  values: ReadonlyMap<string, FieldValue>
  /** Fields that have a column and whose cells are blank. */
  blank: readonly string[]
  problems: RowProblem[]
  /** Fingerprint of everything the row says. */
  print: string
  choice: RowChoice | null
}
/** Whom or what the row was found to be, by which key, and how alike they are (0 to 1). */
export interface MatchReason {
  by: string
  /** What they have in common, as the page shows it. */
  with: string | null
  score: number | null
}
/** One of those a row may be; for the person who decides. */
export interface MatchCandidate extends MatchReason {
  id: string
  name: string
  /** Where likeness speaks for them and no key: what was compared and how alike it is; no values. */
  reasons?: { field: string; likeness: string; bits: number }[]
}

/** A row's fate, as it is kept until the commit. */
export interface PlannedRow {
  number: number
  /** What the file calls the row: two rows with one key are one row said twice. */
  key: string
  verdict: Verdict
  /** What it writes to: of two rows of a file that write to the same, a person has to say which counts. */
  target: string | null
  /** The person whom it is about, if they are on record: who may not see them may not see the row. */
  personId: string | null
  detail: {
    /** How a person calls the row. */
    name: string | null
    why?: MatchReason | null
    candidates?: MatchCandidate[]
    changes: FieldDiff[]
    /** Fields on record that the file leaves blank, and that stay therefore. */
    blank?: string[]
    problems: RowProblem[]
    /** What the kind needs to write it, and later to take it back. */
    act?: unknown
  }
}
/** A row that waits to be written. */
export interface WaitingRow {
  number: number
  verdict: Verdict
  personId: string | null
  detail: PlannedRow['detail']
}
export type Outcome = 'created' | 'changed' | 'skipped' | 'failed'
/** What became of a row. */
export interface DoneRow {
  number: number
  outcome: Outcome
  personId: string | null
  problem: RowProblem | null
  /** What was made, for the undo; absent, the plan's `act` stays. */
  act?: unknown
}
/** A row that was written, to be taken back. */
export interface WrittenRow extends WaitingRow {
  outcome: 'created' | 'changed'
  /** When its chunk was written: the instant of all its acts. */
  writtenAt: Date
}
/** What the undo did with a row: took it back whole, took back a part, or spared it; and why what was spared was. */
export interface UndoneRow {
  number: number
  undone: 'undone' | 'partly' | 'kept'
  /** Whoever the row was about is no more. */
  gone?: boolean
  problems: RowProblem[]
}

// ── A kind ──────────────────────────────────────────────────────────────────────────────────────────────────
export interface ImportPlace {
  id: string
  name: string
  scopeIds: string[]
  state: string
  country: string | null
  /** Today there. */
  today: CalendarDate
}
/** What a kind knows of the import that a row stands in. */
export interface ImportJob {
  id: string
  place: ImportPlace
  /** The program that the file comes from, where it is known by its headings. */
  source: string | null
  settings: {
    /** ISO 3166 country whose phone numbers need no prefix. */
    region: string
    /** State of people whose row names none. */
    state: 'visitor' | 'member' | 'pre_graduate' | 'alumni' | 'inactive'
    homeNodeId?: string | undefined
    /** Keys by which rows find what is on record, of the kind's `matchKeys`; absent, all of them. */
    matchBy?: readonly string[] | undefined
    /** By field; absent, `overwrite`. */
    rules?: Readonly<Record<string, MergeRule>> | undefined
  }
  /** The heading of the column that a field is read from. */
  headingOf(field: string): string | null
}

/**
 * A kind of rows. All of its functions take a chunk, look things up in a fixed number of statements, and ask the importer's rights of
 * that moment row by row (IMP-6). They write no import rows and no outcomes: the engine does.
 */
export interface ImportKind {
  /** `people`: also the key of its texts, `imports_kind_…`. */
  name: string
  /** Throws NotAllowed unless the caller may bring in such rows here at all; beside the right to import. */
  mayImport?(ctx: Context, place: ImportPlace): void
  /** What columns are matched to; those that people defined at the place among them. */
  fields(ctx: Context, place: ImportPlace): Promise<readonly ImportField[]>
  /** Of each group at least one must have a column, or the rows say nothing. */
  required: readonly (readonly string[])[]
  /** Keys by which a row finds what is on record, surest first; the importer may leave some out. */
  matchKeys: readonly string[]
  /** Decides what each row would do; writes nothing. `row.choice` is a person's decision and goes before any guess. */
  plan(ctx: Context, job: ImportJob, rows: readonly ReadRow[]): Promise<PlannedRow[]>
  /** Writes rows by set forms; what has changed since the plan is left alone and reported as failed. */
  apply(ctx: Context, job: ImportJob, rows: readonly WaitingRow[]): Promise<DoneRow[]>
  /** Takes back what `apply` wrote, as far as nobody has touched it since. Newest rows come first. */
  undo(ctx: Context, job: ImportJob, rows: readonly WrittenRow[]): Promise<UndoneRow[]>
}
