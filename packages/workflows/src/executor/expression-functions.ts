import { isMissing, truthy } from './expression-values.ts'

const sizeOf = (value: unknown): number => {
  if (isMissing(value) || value === null) return 0
  return typeof value === 'string' || Array.isArray(value) ? value.length : Object.keys(value as object).length
}
const text = (value: unknown): string => (isMissing(value) ? '' : String(value))

/** `now` is in milliseconds since 1970. */
export const FUNCTIONS: Record<string, (argument: unknown, now: number) => unknown> = {
  size: sizeOf,
  string: text,
  int: (value) => Math.trunc(Number(value)),
  double: Number,
  bool: (value) => value === true || value === 'true',
  lowercase: (value) => text(value).toLowerCase(),
  uppercase: (value) => text(value).toUpperCase(),
  now: (_, now) => now,
  date: (value) => (typeof value === 'number' ? value : Date.parse(text(value))),
  timestamp: (value) => (typeof value === 'number' ? value : Date.parse(text(value))),
}

const onText = (test: (subject: string, argument: string) => boolean) => (subject: unknown, argument: unknown) =>
  typeof subject === 'string' && test(subject, text(argument))

export const METHODS: Record<string, (subject: unknown, argument: unknown) => unknown> = {
  size: sizeOf,
  startsWith: onText((subject, start) => subject.startsWith(start)),
  endsWith: onText((subject, end) => subject.endsWith(end)),
  contains: onText((subject, part) => subject.includes(part)),
  matches: onText((subject, pattern) => new RegExp(pattern).test(subject)),
}

type Each = (item: unknown) => unknown
export const MACROS: Record<string, (list: unknown[], each: Each) => unknown> = {
  exists: (list, each) => list.some((item) => truthy(each(item))),
  all: (list, each) => list.every((item) => truthy(each(item))),
  exists_one: (list, each) => list.filter((item) => truthy(each(item))).length === 1,
  filter: (list, each) => list.filter((item) => truthy(each(item))),
  map: (list, each) => list.map(each),
}
