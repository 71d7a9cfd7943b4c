import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'
import { delimiters, textEncodings } from './reading/reading.schema.ts'

/** Steps of an import's life, in order; cancelled and failed end it early. Source: IMP-2, IMP-4. */
export const importStates = [
  'mapping',
  'planning',
  'planned',
  'committing',
  'done',
  'undoing',
  'undone',
  'cancelled',
  'failed',
] as const
export const importState = z.enum(importStates)
export type ImportState = z.infer<typeof importState>

/** What the dry run says of a row. Source: IMP-2. */
export const verdicts = ['create', 'change', 'skip', 'conflict', 'error'] as const
export const verdict = z.enum(verdicts)
export type Verdict = z.infer<typeof verdict>
/** What the commit did with a row. */
export const outcomes = ['created', 'changed', 'skipped', 'failed'] as const
export const outcome = z.enum(outcomes)
export type Outcome = z.infer<typeof outcome>

const content = z.custom<AsyncIterable<Uint8Array>>(
  (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
  'imports.upload.no-content',
)
/** How the file is to be read, where a person says so. */
const asked = z.object({
  sheet: z.string().max(200).optional(),
  encoding: z.enum(textEncodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  /** The row of the headings, as the spreadsheet program counts; 0: there are none. */
  headingRow: z.number().int().min(0).max(1_048_576).optional(),
})
export type AskedReading = z.infer<typeof asked>

/** A file as a stream of bytes, or text pasted from a spreadsheet. */
export const uploadInput = z.object({
  nodeId: id(),
  /** Of the kinds that `imports.kinds` lists. */
  kind: z.string().max(40).default('people'),
  fileName: z.string().trim().min(1).max(255),
  content: z.union([content, z.string().max(10_000_000)]),
  ...asked.shape,
})
/** To read the kept file in another way; what isn't said is found by content. */
export const rereadInput = asked.extend({ id: id() })

export const warning = z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })
const dateCells = z.array(z.object({ row: z.number().int(), value: z.string() }))
export const column = z.object({
  column: z.number().int(),
  heading: z.string(),
  field: z.string().nullable(),
  confidence: z.enum(['certain', 'likely', 'guess']),
  why: z.object({ code: z.string(), values: z.record(z.string(), z.string()) }),
  samples: z.array(z.string()),
  /** Of a column with dates: the order that its cells tell, and which cells do. */
  dates: z
    .object({ order: z.enum(['dmy', 'mdy', 'ymd', 'ambiguous']), because: dateCells, against: dateCells })
    .nullish(),
})
export type Column = z.infer<typeof column>

/** How values are read where the file alone can't tell. */
export const settings = z.object({
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']),
  /** The same of single columns, by their place; the others are read as `dateOrder` says. */
  dateOrders: z.record(z.string().regex(/^\d{1,3}$/), z.enum(['dmy', 'mdy', 'ymd'])).optional(),
  /** ISO 3166 country whose phone numbers need no prefix. */
  region: z.string().length(2),
  /** State of people whose row names none. */
  state: z.enum(['visitor', 'member', 'pre_graduate', 'alumni', 'inactive']),
  /** Node below the import's own where people without a named one are put; the import's node if absent. */
  homeNodeId: id().optional(),
  /** What words of a choice mean, by field and by the word without case, accents and blanks; null: leave it blank. */
  meanings: z.record(z.string(), z.record(z.string().max(200), z.string().nullable())).optional(),
  /** Keys by which rows find what is on record; absent, all that the kind has. */
  matchBy: z.array(z.string().max(40)).max(20).optional(),
  /** What a file may do to fields on record; absent, `overwrite`. A blank cell does nothing in any of them. */
  rules: z.record(z.string().max(100), z.enum(['fill', 'overwrite', 'keep'])).optional(),
})
export type Settings = z.infer<typeof settings>

export const counts = z.object({
  create: z.number(),
  change: z.number(),
  skip: z.number(),
  conflict: z.number(),
  error: z.number(),
})
export type Counts = z.infer<typeof counts>
export const results = z.object({ created: z.number(), changed: z.number(), skipped: z.number(), failed: z.number() })
export type Results = z.infer<typeof results>

export const undoneStates = ['undone', 'partly', 'kept'] as const
/** Rows that were taken back whole, in part, and those that were spared because somebody has touched them since. Source: IMP-5. */
export const undoCounts = z.object({ undone: z.number(), partly: z.number(), kept: z.number() })
export type UndoCounts = z.infer<typeof undoCounts>

/** An import as its page shows it. */
export const importView = z.object({
  id: id(),
  kind: z.string(),
  nodeId: id(),
  nodeName: z.string(),
  fileName: z.string(),
  state: importState,
  by: z.string(),
  mine: z.boolean(),
  source: z.object({
    kind: z.enum(['csv', 'xlsx']),
    name: z.string().nullable(),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    sheet: z.string().nullable(),
    sheets: z.array(z.string()),
    hiddenSheets: z.array(z.string()),
    /** The row of the headings; 0: there are none. */
    headingRow: z.number().int(),
    /** The first rows as they stand. */
    beginning: z.array(z.object({ number: z.number().int(), cells: z.array(z.string()) })),
    /** The first words with letters beyond ASCII, as they are read. */
    letters: z.array(z.string()),
    /** Which of the above a person said; the others were found by content. */
    asked: z.array(z.string()),
    /** Whether it can be read in another way without being sent again. */
    kept: z.boolean(),
    warnings: z.array(warning),
  }),
  columns: z.array(column),
  settings,
  dateOrderFound: z.enum(['dmy', 'mdy', 'ymd', 'ambiguous', 'none']),
  /** How many phone numbers of the first rows fit the proposed country. */
  phonesFound: z.object({ region: z.string(), read: z.number().int(), of: z.number().int() }).nullable(),
  rowCount: z.number().int(),
  plannedRows: z.number().int(),
  doneRows: z.number().int(),
  plan: counts.nullable(),
  result: results.nullable(),
  problem: z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable(),
  createdAt: z.date(),
  committedAt: z.date().nullable(),
  /** What was taken back, of the rows that were written. */
  undo: undoCounts.nullable(),
  undoneAt: z.date().nullable(),
  /** Seconds since the present step began; with the counts it tells how long it will take. */
  elapsed: z.number(),
})
export type ImportView = z.infer<typeof importView>

export const getInput = z.object({ id: id() })
/** With `nodeId`: only if it stands at that node or below, as an address says. */
export const lookInput = getInput.extend({ nodeId: id().optional() })
export const commitInput = getInput.extend({
  /** Whether the people it makes are welcomed by mail, as if they had been registered one by one. */
  welcome: z.boolean().default(false),
})
export const uploadOutput = z.object({ id: id() })
/** The person's decision on the columns: the field of each, by place, or null to leave it out. */
export const mapInput = z.object({ id: id(), fields: z.array(z.string().nullable()).max(500), settings })
export const doneOutput = z.object({ id: id(), state: importState })
export const listInput = pageInput.extend({ nodeId: id() })
export const listOutput = pageOf(
  z.object({
    id: id(),
    kind: z.string(),
    fileName: z.string(),
    state: importState,
    by: z.string(),
    rowCount: z.number(),
    plan: counts.nullable(),
    result: results.nullable(),
    createdAt: z.date(),
  }),
)

export const problem = z.object({
  /** Heading of the column, where it is about one. */
  column: z.string().nullable(),
  value: z.string().nullable(),
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Problem = z.infer<typeof problem>
const reason = z.object({ by: z.string(), with: z.string().nullable(), score: z.number().nullable() })
/** A person's decision on a row that may be several people or none: one of them, somebody new, or leave the row out. */
export const rowChoice = z.discriminatedUnion('take', [
  z.object({ take: z.literal('one'), id: id() }),
  z.object({ take: z.literal('new') }),
  z.object({ take: z.literal('out') }),
])
export const rowView = z.object({
  number: z.number().int(),
  name: z.string().nullable(),
  verdict: verdict.nullable(),
  outcome: outcome.nullable(),
  undone: z.enum(undoneStates).nullable(),
  personId: id().nullable(),
  /** The cells as they are now, in the order of the columns. */
  cells: z.array(z.string()),
  /** By which key the row was found to be whom, and how alike they are. */
  why: reason.nullable(),
  /** Those whom the row may be, as far as the reader may see them. */
  candidates: z.array(
    reason.extend({
      id: id(),
      name: z.string(),
      /** What speaks for and against somebody whom no key found. */
      reasons: z.array(z.object({ field: z.string(), likeness: z.string(), bits: z.number() })).optional(),
    }),
  ),
  choice: rowChoice.nullable(),
  /** `kept`: the file says something else; the rule leaves what is on record. */
  changes: z.array(
    z.object({
      field: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      kept: z.enum(['fill', 'keep']).optional(),
      /** Name and values in the place's own words (custom fields, tags). */
      shown: z
        .object({ title: z.string().nullable(), before: z.string().nullable(), after: z.string().nullable() })
        .optional(),
    }),
  ),
  /** Fields on record that the file leaves blank, and that stay. */
  blank: z.array(z.string()),
  problems: z.array(problem),
})
export type RowView = z.infer<typeof rowView>
export const rowsInput = pageInput.extend({
  id: id(),
  verdict: verdict.optional(),
  outcome: outcome.optional(),
  undone: z.enum(undoneStates).optional(),
})
export const rowsOutput = pageOf(rowView)
export const leftOutInput = pageInput.extend({ id: id(), take: z.number().int().min(1).max(1000).default(500) })
export const leftOutOutput = z.object({
  headings: z.array(z.string()),
  rows: z.array(z.object({ number: z.number().int(), cells: z.array(z.string()), problems: z.array(problem) })),
  next: z.string().nullable(),
})
const kindAt = { nodeId: id(), kind: z.string().max(40).default('people') }
export const kindsInput = z.object({ nodeId: id() })
/** What files can bring in here, in the order in which it is offered. */
export const kindsOutput = z.array(z.object({ name: z.string(), matchKeys: z.array(z.string()) }))
export const fieldsInput = z.object(kindAt)
export const templateInput = z.object(kindAt)
export const fieldsOutput = z.array(
  z.object({
    key: z.string(),
    label: z.string(),
    /** The name that people gave it themselves; shown instead of the label. */
    title: z.string().nullable(),
    multiple: z.boolean(),
    /** Whether a rule can be chosen for it. */
    merges: z.boolean(),
    /** What a choice can be; empty for fields that take any value. */
    choices: z.array(z.string()),
  }),
)
/** Words of choices that nobody has said the meaning of, the most frequent first. `key` is how `settings.meanings` names the word. */
export const unknownWordsOutput = z.array(
  z.object({ field: z.string(), heading: z.string(), word: z.string(), key: z.string(), rows: z.number().int() }),
)
/** A person's decision on one row. */
export const chooseInput = z.object({ id: id(), number: z.number().int(), choice: rowChoice.nullable() })
/** Reasons for which a row waits until a person says who it is. */
export const decidableCodes = [
  'imports.row.same-target',
  'imports.row.same-name',
  'imports.row.several-people',
  'imports.row.looks-like',
] as const
const decidable = z.enum(decidableCodes)
/** `one`: of how many rows one record alone is found. */
export const undecidedOutput = z.array(z.object({ code: decidable, rows: z.number().int(), one: z.number().int() }))
/** A person's word on all rows that wait for one reason; `rows`: on how many, as they were told. */
export const chooseAlikeInput = z.object({
  ...{ id: id(), code: decidable, take: z.enum(['one', 'new', 'out']), rows: z.number().int().min(1) },
})
export const chooseAlikeOutput = z.object({ id: id(), rows: z.number().int(), state: importState })
/** Cells put right, by the place of their column. */
export const fixInput = z.object({
  id: id(),
  number: z.number().int(),
  cells: z
    .array(z.object({ column: z.number().int().min(0).max(5000), value: z.string().max(10_000) }))
    .min(1)
    .max(100),
})
/** Other rules and match keys; the dry run is made again by them. */
export const rulesInput = z.object({
  id: id(),
  matchBy: settings.shape.matchBy.unwrap(),
  rules: settings.shape.rules.unwrap(),
})
/** How many rows were looked at again. */
export const checkedOutput = z.object({ id: id(), rows: z.number().int() })
export const templateOutput = z.object({ fileName: z.string(), text: z.string() })
/** What a chunk did; the workflow goes on until nothing remains. */
/** `after`: the number of the row where the chunk before ended, so that rows which are done aren't walked through again. */
export const chunkInput = z.object({
  id: id(),
  take: z.number().int().min(1).max(5000),
  after: z.number().int().optional(),
})
/** `last`: the number of the row where it ended. */
export const chunkOutput = z.object({
  finished: z.boolean(),
  rows: z.number().int(),
  last: z.number().int().optional(),
})
