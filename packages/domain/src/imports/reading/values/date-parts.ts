import { dateOfSerial } from '../serial-date.ts'
import { monthNumber } from './month-names.ts'

/** Which part of a numeric date comes first. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd'

/** A date as far as its text says it, before it is checked against the calendar. */
export interface DateParts {
  year: number
  month?: number
  day?: number
  /** The year had two digits: `year` is 0–99. */
  shortYear?: boolean
  /** It was a spreadsheet's day number. */
  serial?: boolean
}

export type Unparsed = 'not-a-date' | 'no-such-date' | 'date-order' | 'date-without-year' | 'blank'

const timeOfDay =
  /(?:[T\s]|,?\sat\s)+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([ap]\.?\s?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i
const triple = /^(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?$/
const pair = /^(\d{1,4})\s*[./-]\s*(\d{1,4})$/
const fillers = /^(de|del|do|of|the|le|el|am|ya|mwezi|mwaka|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?)$/
/** Days that spreadsheets of people born or graduating in our times show as plain numbers: 1927 to 2100. */
const serials = { first: 10_000, last: 73_415 }

/** A date's text without a time of day, which no field of ours keeps. */
export const withoutTime = (text: string): string => text.replace(timeOfDay, '')

/** The three numbers of 17.05.2004, 5/17/04, 2004-05-17 and the like, and what separates them. */
export function numericTriple(text: string): { numbers: [string, string, string]; separator: string } | undefined {
  const match = triple.exec(text)
  return match ? { numbers: [match[1]!, match[3]!, match[4]!], separator: match[2]! } : undefined
}

/**
 * Reads the parts of a date in the order of its column. A date that could only be read in another order is
 * `date-order`, never turned round. `monthOnly`: two numbers, or a month and two digits, are month and year.
 */
export function dateParts(original: string, order: DateOrder, monthOnly: boolean): DateParts | Unparsed {
  const text = inSigns(withoutTime(original.normalize('NFKC').trim())).trim()
  if (/^0{1,4}([./-]0{1,4}){1,2}$/.test(text)) return 'blank'
  const known = withoutZeros(text)
  if (known) return known
  if (/^\d{4}$/.test(text)) return { year: Number(text) }
  if (/^\d{8}$/.test(text)) {
    return { year: Number(text.slice(0, 4)), month: Number(text.slice(4, 6)), day: Number(text.slice(6)) }
  }
  if (/^\d{5}(\.\d+)?$/.test(text)) return serialParts(Number(text))
  const three = numericTriple(text)
  if (three) return tripleParts(three.numbers, three.separator, order)
  const two = pair.exec(text)
  if (two) return pairParts(two[1]!, two[2]!, monthOnly)
  if (/^--\d\d-?\d\d$/.test(text)) return 'date-without-year'
  return namedParts(text, monthOnly)
}

/** 2004年5月17日 and 2004년 5월 17일. */
const inSigns = (text: string): string =>
  /^\d{4}\s*[年년]/.test(text)
    ? text
        .replaceAll(/[年년月월]\s*/g, '-')
        .replace(/\s*[日일]$/, '')
        .replace(/-$/, '')
    : text

/** Day, or day and month, written as zeros where they aren't known: 2004-05-00, 00/00/2004. */
function withoutZeros(text: string): DateParts | undefined {
  const three = numericTriple(text)
  if (!three) return undefined
  const [a, b, c] = three.numbers
  const [year, month, day] = a.length === 4 ? [a, b, c] : c.length === 4 ? [c, b, a] : []
  if (year === undefined || Number(year) === 0 || (Number(day) !== 0 && Number(month) !== 0)) return undefined
  const known = Math.max(Number(month), Number(day))
  // 05/00/2004 leaves the day open; 17/00/2004 says nothing but the year.
  return known >= 1 && known <= 12 ? { year: Number(year), month: known } : { year: Number(year) }
}

function serialParts(number: number): DateParts | Unparsed {
  if (number < serials.first || number > serials.last) return 'not-a-date'
  const [year, month, day] = dateOfSerial(number, false)!.slice(0, 10).split('-').map(Number)
  return { year: year!, month: month!, day: day!, serial: true }
}

const yearOf = (digits: string): Pick<DateParts, 'year' | 'shortYear'> =>
  digits.length <= 2 ? { year: Number(digits), shortYear: true } : { year: Number(digits) }

function tripleParts([a, b, c]: [string, string, string], separator: string, order: DateOrder): DateParts | Unparsed {
  if (a.length === 3 || c.length === 3) return 'not-a-date'
  if (a.length === 4) return { year: Number(a), month: Number(b), day: Number(c) }
  if (c.length <= 2 && (order === 'ymd' || Number(a) > 31)) return { ...yearOf(a), month: Number(b), day: Number(c) }
  const [first, second] = [Number(a), Number(b)]
  const [dayFirst, monthFirst] = [second <= 12, first <= 12]
  if (!dayFirst && !monthFirst) return 'no-such-date'
  // Dots are the mark of day-first countries; nobody writes 5.17.2004.
  const wanted = separator === '.' ? 'dmy' : order
  const same = first === second
  if (same || (wanted === 'dmy' && dayFirst)) return { ...yearOf(c), month: second, day: first }
  if (wanted === 'mdy' && monthFirst) return { ...yearOf(c), month: first, day: second }
  if (wanted === 'ymd' && !monthFirst) return { ...yearOf(c), month: second, day: first }
  if (wanted === 'ymd' && !dayFirst) return { ...yearOf(c), month: first, day: second }
  return 'date-order'
}

function pairParts(a: string, b: string, monthOnly: boolean): DateParts | Unparsed {
  if (a.length === 4 && b.length <= 2) return { year: Number(a), month: Number(b) }
  if (b.length === 4 && a.length <= 2) return { year: Number(b), month: Number(a) }
  if (a.length > 2 || b.length > 2) return 'not-a-date'
  return monthOnly ? { ...yearOf(b), month: Number(a) } : 'date-without-year'
}

function namedParts(text: string, monthOnly: boolean): DateParts | Unparsed {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !fillers.test(word.toLowerCase()))
  const term = monthOnly ? termParts(text) : undefined
  if (term) return term
  if (words.length > 3) return 'not-a-date'
  const at = words.findIndex((word) => monthNumber(word) !== undefined)
  if (at < 0) return 'not-a-date'
  const month = monthNumber(words[at]!)!
  const numbers = words.toSpliced(at, 1).map((word) => word.replace(/(st|nd|rd|th|er|o|º|ª)$/i, ''))
  if (!numbers.every((word) => /^(\d{1,2}|\d{4})$/.test(word))) return 'not-a-date'
  const long = numbers.findIndex((word) => word.length === 4)
  if (numbers.length === 0) return 'date-without-year'
  if (numbers.length === 1) {
    if (long === 0) return { year: Number(numbers[0]), month }
    return monthOnly || text.includes("'") || text.includes('’')
      ? { ...yearOf(numbers[0]!), month }
      : 'date-without-year'
  }
  const year = long === 0 ? 0 : 1
  return { ...yearOf(numbers[year]!), month, day: Number(numbers[1 - year]) }
}

const terms =
  /^(?:class of|promotion|promo|jahrgang|turma(?: de)?|generaci[oó]n|spring|summer|autumn|fall|winter|fr[uü]hling|sommer|herbst|printemps|[eé]t[eé]|automne|hiver|primavera|verano|oto[nñ]o|invierno|ver[aã]o|outono|inverno|ss|sose|q[1-4]|term [1-3]|semester [12])?[\s,-]*(?:(20\d\d)|['’](\d\d))$/i

/** A term tells the year; which months it means differs from country to country. */
function termParts(text: string): DateParts | undefined {
  const match = terms.exec(text)
  if (!match) return undefined
  return match[1] ? { year: Number(match[1]) } : { year: Number(match[2]), shortYear: true }
}
