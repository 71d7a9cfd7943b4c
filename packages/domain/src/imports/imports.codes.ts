/** Every code with which an import speaks of a row or of its end, beside those of reading. The catalogue has a text for each. */
import { errorMapping, type ErrorKind } from '@ministry/kernel/errors'

/** What is said of a row that isn't taken as it stands. Source: IMP-2. */
const rowCodes = [
  'imports.row.no-name',
  'imports.row.too-long',
  'imports.row.repeated',
  'imports.row.node-several',
  'imports.row.node-unknown',
  'imports.row.same-name',
  'imports.row.same-target',
  'imports.row.several-people',
  'imports.row.looks-like',
  'imports.row.left-out-by-choice',
  'imports.row.nobody',
  'imports.row.said-no',
  'imports.row.own-value',
  'imports.row.tag-unknown',
  'imports.row.no-group-name',
  'imports.row.no-group-place',
  'imports.row.two-groups',
  'imports.row.no-role',
  'imports.row.already-asked',
  'imports.row.no-task',
  'imports.row.task-long',
  'imports.row.task-closed',
  'imports.row.assignee-unknown',
  'imports.row.assignee-several',
  'imports.row.about-yourself',
  'imports.row.archived',
  'imports.row.leaving',
  'imports.row.node-not-yours',
  'imports.row.joined-in-future',
  'imports.row.fields-not-yours',
  'imports.row.home-elsewhere',
  'imports.row.nothing-new',
  'imports.row.changed-meanwhile',
] as const

/** What a person may be told when the next step is refused. */
const stepCodes = [
  'imports.step.not-now',
  'imports.map.field-twice',
  'imports.map.no-name',
  'imports.map.nothing-said',
  'imports.step.row-not-there',
  'imports.choose-alike.other-number',
  'imports.undo.nothing-written',
  'imports.map.column-count',
  'imports.map.no-such-meaning',
  'imports.upload.no-content',
  'imports.reread.not-kept',
] as const

/** Why something that an import wrote isn't taken back. Source: IMP-5. */
const undoCodes = [
  'imports.undo.gone',
  'imports.undo.merged',
  'imports.undo.not-made-here',
  'imports.undo.archived',
  'imports.undo.moved',
  'imports.undo.edited',
  'imports.undo.belongs-elsewhere',
  'imports.undo.state-changed',
  'imports.undo.wishes-changed',
  'imports.undo.in-use',
  'imports.undo.not-yours',
  'imports.undo.field-edited',
  'imports.undo.group-in-use',
  'imports.undo.decided',
  'imports.undo.task-closed',
] as const

const inWords = (kind: ErrorKind) => kind.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()

/** Of a row that was refused without a rule's own code: `imports.row.not-allowed`. */
export const refusedRow = (kind: ErrorKind) => `imports.row.${inWords(kind)}`
/** Of an import that couldn't go on: `imports.stopped.not-allowed`; `imports.stopped.defect` where something broke. */
export const stoppedBy = (kind: ErrorKind | 'Defect') =>
  `imports.stopped.${kind === 'Defect' ? 'defect' : inWords(kind)}`

const kinds = Object.keys(errorMapping) as ErrorKind[]
/** All of them, for the test that holds the catalogue to its word. */
export const importCodes: readonly string[] = [
  ...rowCodes,
  ...stepCodes,
  ...undoCodes,
  'imports.map.chosen',
  ...kinds.map(refusedRow),
  ...kinds.map(stoppedBy),
  stoppedBy('Defect'),
]
