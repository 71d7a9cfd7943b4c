/** How a number of an XLSX is shown, as far as it matters for reading: `zeros` is padded to that many digits. */
export type NumberStyle = 'plain' | 'date' | 'time' | { zeros: number }

const secondsOfDay = 86_400
/** 31 December 9999, the last day that Excel knows. */
const lastSerial = 2_958_465

/** What a number format's code means for reading. Source: ECMA-376 part 1, 18.8.30. */
export function styleOfFormat(id: number, code: string | undefined): NumberStyle {
  if (code === undefined) {
    if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'date'
    return (id >= 18 && id <= 21) || (id >= 45 && id <= 47) ? 'time' : 'plain'
  }
  const first = code.split(';')[0]!
  if (/^0{2,}$/.test(first)) return { zeros: first.length }
  if (/\[(h+|m+|s+)\]/i.test(first)) return 'time'
  const letters = first
    .replaceAll(/"[^"]*"|\\.|[_*].|\[[^\]]*\]/g, '')
    .replaceAll(/am\/pm|a\/p|general|e[+-]/gi, '')
    .toLowerCase()
  if (/[yd]/.test(letters)) return 'date'
  if (/[hs]/.test(letters)) return 'time'
  return letters.includes('m') ? 'date' : 'plain'
}

/** The calendar date of a number of days since 1970-01-01. Source: Howard Hinnant, civil_from_days. */
export function dateOfDay(days: number): string {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

const two = (part: number): string => String(part).padStart(2, '0')

/**
 * The date of a spreadsheet's day number: `2004-05-17`, with `T09:30:00` where there is a time of day. In the 1900 system
 * number 60 is the 29 February 1900 that Lotus 1-2-3 invented; it is given as it is shown, and refused as a date later.
 * Undefined where Excel itself shows no date. Source: ECMA-376 part 1, 18.17.4.
 */
export function dateOfSerial(serial: number, date1904: boolean): string | undefined {
  const seconds = Math.round(serial * secondsOfDay)
  const whole = Math.floor(seconds / secondsOfDay)
  if (!(whole >= (date1904 ? 0 : 1) && whole <= lastSerial)) return undefined
  const clock = timeOf(seconds - whole * secondsOfDay)
  const suffix = clock === '00:00:00' ? '' : `T${clock}`
  if (date1904) return dateOfDay(whole - 24_107) + suffix
  if (whole === 60) return '1900-02-29' + suffix
  return dateOfDay(whole - (whole < 60 ? 25_568 : 25_569)) + suffix
}

const timeOf = (seconds: number): string =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`

/** A number of an XLSX as a person would read it in the sheet: dates as ISO dates, no rounding noise, no exponents. */
export function shownNumber(raw: string, style: NumberStyle, date1904: boolean): string {
  const number = Number(raw)
  if (raw.trim() === '' || !Number.isFinite(number)) return raw
  if (style === 'date') return dateOfSerial(number, date1904) ?? plainNumber(number, raw)
  if (style === 'time')
    return number >= 0 && number <= lastSerial ? shownTime(number, date1904) : plainNumber(number, raw)
  const plain = plainNumber(number, raw)
  return typeof style === 'object' && /^\d+$/.test(plain) ? plain.padStart(Math.min(style.zeros, 20), '0') : plain
}

const shownTime = (number: number, date1904: boolean): string =>
  number < 1 ? timeOf(Math.round(number * secondsOfDay) % secondsOfDay) : (dateOfSerial(number, date1904) ?? '')

/** Excel keeps 15 digits; what is stored beyond is noise of the binary number. */
const plainNumber = (number: number, raw: string): string => {
  if (Number.isInteger(number) && Math.abs(number) < 1e15) return String(number)
  const text = String(Number(number.toPrecision(15)))
  return text.includes('e') ? raw : text
}
