import type { CalendarDate } from '@ministry/kernel/calendar'
import type { CountryCode } from 'libphonenumber-js/min'
import type { ExpectedCode, NoteCode, ProblemCode } from '../codes.ts'
import type { DateOrder } from './date-order.ts'

export type FieldValue = string | string[] | boolean | null

/** What a cell says; `null` is a blank cell, which never erases anything (IMP-6). A note tells what was done to it. */
export interface ReadableValue<Value extends FieldValue = FieldValue> {
  value: Value
  note?: NoteCode
}

/** Why a cell can't be read: the code, the words its text needs (`value` among them), and what was expected. */
export interface UnreadableValue {
  problem: ProblemCode
  values: Record<string, string | number>
  expected: ExpectedCode
}

export type Reading<Value extends FieldValue = FieldValue> = ReadableValue<Value> | UnreadableValue

/** How the values of a file are to be read; decided once per import, in the step "values". Source: IMP-2. */
export interface ReadSettings {
  /** Whose phone numbers need no country code: the node's country, ISO 3166-1 alpha-2. */
  region: CountryCode
  /** Of dates like 03/04/2005 in this column. */
  dateOrder: DateOrder
  /** For two-digit years and dates that must lie in the past. */
  today: CalendarDate
  /** What the importer said that words of this column mean, by `wordKey`; null: leave blank. */
  meanings?: Readonly<Record<string, string | null>>
}

const shownCharacters = 60

/** A problem with the value shortened to what a page can show. */
export const unreadable = (
  problem: ProblemCode,
  expected: ExpectedCode,
  value: string,
  values: Record<string, string | number> = {},
): UnreadableValue => ({
  problem,
  expected,
  values: { value: value.length > shownCharacters ? `${value.slice(0, shownCharacters)}…` : value, ...values },
})
