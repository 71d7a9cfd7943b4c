/** Between a person's fields and the inputs of the form: lists and inexact dates take several inputs each. Pure. Source: PPL-1. */
import type { personFields } from '@ministry/domain/people/schema'
import type * as z from 'zod'

export type Fields = Partial<z.input<typeof personFields>>
/** Inputs by name, as typed: `emails.0`, `birthDate.year`, `city`. */
export type Typed = Record<string, string>

export const listFields = ['emails', 'phones', 'languages'] as const
export const dateFields = ['birthDate', 'expectedGraduation'] as const
const isIn = (names: readonly string[], field: string) => names.includes(field)
const two = (text: string) => (/^\d$/.test(text) ? `0${text}` : text)

/** How many lines a list may have. */
export const mostLines = 10

/** The inputs that hold a field, by name. */
export function inputsOf(field: string, value: unknown): Typed {
  if (isIn(listFields, field))
    return Object.fromEntries(((value as string[] | null) ?? []).map((one, line) => [`${field}.${line}`, one]))
  if (!isIn(dateFields, field)) return { [field]: typeof value === 'string' ? value : '' }
  const [year = '', month = '', day = ''] = typeof value === 'string' ? value.split('-') : []
  return { [`${field}.year`]: year, [`${field}.month`]: month, [`${field}.day`]: day.replace(/^0/, '') }
}

/** What was typed for a field; null where nothing was. A date without a year, or with a day but no month, stays what it is: unreadable. */
export function valueFrom(field: string, typed: Typed): string | string[] | null {
  const text = (name: string) => typed[name]?.trim() ?? ''
  if (isIn(listFields, field)) return linesOf(field, typed).map((name) => text(name))
  if (!isIn(dateFields, field)) return text(field) || null
  const [year, month, day] = ['year', 'month', 'day'].map((part) => text(`${field}.${part}`)) as [
    string,
    string,
    string,
  ]
  if (!year && !month && !day) return null
  return [year, two(month), ...(day ? [two(day)] : [])].join('-').replace(/-$/, '')
}

/** Names of a list's inputs that hold something, in order: the second of them is the second value. */
export const linesOf = (field: string, typed: Typed): string[] =>
  Array.from({ length: mostLines }, (_, line) => `${field}.${line}`).filter((name) => typed[name]?.trim())

/** All given fields from what was typed. */
export const fieldsFrom = (fields: readonly string[], typed: Typed): Fields =>
  Object.fromEntries(fields.map((field) => [field, valueFrom(field, typed)]))

export const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

export interface Merge {
  /** What the form shows now: own words where something was typed, else what is on record. */
  typed: Typed
  /** Fields that both changed, with what the other wrote. */
  both: { field: string; theirs: unknown }[]
}

/** Puts together what was typed over `base` and what somebody else saved meanwhile. Nothing typed is lost. */
export function merge(fields: readonly string[], base: Typed, typed: Typed, theirs: Record<string, unknown>): Merge {
  const merged: Merge = { typed: {}, both: [] }
  for (const field of fields) {
    const before = valueFrom(field, base)
    const mine = valueFrom(field, typed)
    const now = isIn(listFields, field) ? (theirs[field] ?? []) : (theirs[field] ?? null)
    const own = !same(mine, before)
    Object.assign(merged.typed, inputsOf(field, own ? mine : now))
    if (own && !same(now, before) && !same(now, mine)) merged.both.push({ field, theirs: now })
  }
  return merged
}

const wordsOf = (name: string) =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)

/**
 * How lists order somebody whose name was changed: the words in the same order as before where that can be told, else null, which
 * takes the name as it is written. `family given` stays family first when the family's spelling is put right.
 */
export function sortNameAfter(name: string, sortName: string | null, newName: string): string | null {
  const [before, sorted] = [wordsOf(name), wordsOf(sortName ?? '')]
  const after = newName.trim().split(/[\s,]+/)
  const places = sorted.map((word) => before.indexOf(word))
  const told = places.length === before.length && before.length === after.length && !places.includes(-1)
  return told && new Set(places).size === places.length ? places.map((place) => after[place]).join(' ') : null
}
