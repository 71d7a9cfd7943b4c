/**
 * Every code that reading can answer with. The catalogue has a text for each under the same name with `.` and `-`
 * written as `_`: `imports.read.zip-bomb` → `imports_read_zip_bomb`.
 */

/** Kinds of file that are recognised in order to be refused by name. */
export const refusedKinds = [
  'xls',
  'xlsb',
  'ods',
  'numbers',
  'docx',
  'pptx',
  'zip',
  'gzip',
  'pdf',
  'image',
  'html',
  'xml',
  'json',
  'rtf',
  'vcard',
  'ical',
  'binary',
] as const
export type RefusedKind = (typeof refusedKinds)[number]

/** The file can't be read; the person has to do something about the file. Error kind InvalidInput. */
export const refusals = [
  'imports.read.empty',
  'imports.read.only-headings',
  'imports.read.encrypted',
  'imports.read.damaged',
  'imports.read.zip-path',
  'imports.read.no-sheet',
  'imports.read.sheet-not-found',
  'imports.read.cell-out-of-range',
  'imports.read.quote-not-closed',
  'imports.read.heading-row-not-found',
] as const
export type Refusal = (typeof refusals)[number] | `imports.read.kind-${RefusedKind}`

/** The file is larger than is taken. Error kind LimitReached. */
export const limitCodes = [
  'imports.read.file-too-large',
  'imports.read.too-many-rows',
  'imports.read.too-many-columns',
  'imports.read.cell-too-long',
  'imports.read.line-too-long',
  'imports.read.zip-bomb',
  'imports.read.too-much-text',
] as const
export type LimitCode = (typeof limitCodes)[number]

/** The file was read, and the person should know this. */
export const warningCodes = [
  'imports.read.short-rows',
  'imports.read.long-rows',
  'imports.read.titles-skipped',
  'imports.read.headings-look-like-data',
  'imports.read.no-headings',
  'imports.read.headings-again',
  'imports.read.merged-cells',
  'imports.read.holds-groups',
  'imports.read.holds-gifts',
  'imports.read.holds-memberships',
  'imports.read.duplicate-headings',
  'imports.read.mixed-encoding',
  'imports.read.odd-quotes',
  'imports.read.formula-without-value',
  'imports.read.formula-error',
] as const
export type WarningCode = (typeof warningCodes)[number]

/** Why a column was matched as it was. */
export const whyCodes = [
  'imports.read.why-remembered',
  'imports.read.why-known-product',
  'imports.read.why-heading',
  'imports.read.why-similar-heading',
  'imports.read.why-values',
  'imports.read.why-heading-but-values-differ',
  'imports.read.why-other-column-used',
  'imports.read.why-other-person',
  'imports.read.why-household',
  'imports.read.why-sensitive',
  'imports.read.why-money',
  'imports.read.why-technical',
  'imports.read.why-notes',
  'imports.read.why-other-address',
  'imports.read.why-not-kept',
  'imports.read.why-of-other-things',
  'imports.read.why-unknown',
] as const
export type WhyCode = (typeof whyCodes)[number]

/** What is wrong with one value. */
export const problemCodes = [
  'imports.value.nul-character',
  'imports.value.broken-characters',
  'imports.value.formula-error',
  'imports.value.not-an-email',
  'imports.value.not-a-phone',
  'imports.value.not-a-date',
  'imports.value.no-such-date',
  'imports.value.date-order',
  'imports.value.date-without-year',
  'imports.value.date-not-exact',
  'imports.value.date-in-future',
  'imports.value.date-too-old',
  'imports.value.not-a-month',
  'imports.value.not-yes-or-no',
  'imports.value.unknown-choice',
  'imports.value.unknown-country',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** What a value of the kind should look like. */
export const expectedCodes = [
  'imports.value.expected-text',
  'imports.value.expected-email',
  'imports.value.expected-phone',
  'imports.value.expected-date',
  'imports.value.expected-partial-date',
  'imports.value.expected-month',
  'imports.value.expected-boolean',
  'imports.value.expected-choice',
  'imports.value.expected-country',
] as const
export type ExpectedCode = (typeof expectedCodes)[number]

/** What was done to a value that could be read. */
export const noteCodes = [
  'imports.value.note-name-reordered',
  'imports.value.note-extension-dropped',
  'imports.value.note-serial-date',
  'imports.value.note-two-digit-year',
] as const
export type NoteCode = (typeof noteCodes)[number]

/** The catalogue's key of a code. */
export const messageKey = (code: string): string => code.replaceAll(/[.-]/g, '_')
