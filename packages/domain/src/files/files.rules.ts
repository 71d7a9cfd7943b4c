/** What of an upload is taken, and by which name. Source: DOC-1. */
import type { FileLimits } from '../file-subject.ts'

/** What holds where an installation says nothing: 10 MB a file, 10 files a subject, 100 files and 200 MB a person and day. */
export const defaultLimits: FileLimits = {
  fileBytes: 10_000_000,
  perSubject: 10,
  dailyFiles: 100,
  dailyBytes: 200_000_000,
}

/** Endings that a name may have, by what the content was found to be; the first is added where it has none of them. */
export const endings = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'csv', 'tsv', 'md'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
} as const satisfies Record<string, readonly string[]>
/** What is taken. */
export type MediaType = keyof typeof endings

const longest = 120
const fallback = 'file'

/**
 * The sender's name of a file, harmless on every system: no folders, nothing that can't be seen or that turns the direction of
 * reading, no characters or names that some system keeps for itself, and an ending that says what the content is.
 */
export function safeName(given: string, mediaType: MediaType): string {
  const seen = given
    .toWellFormed()
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)!
    // Control and format characters: among them line ends, zero-width ones and the overrides of direction.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\uFFFD]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[\s.]+/u, '')
    .replace(/[\s.]+$/u, '')
  const known: readonly string[] = endings[mediaType]
  const [, stem = seen, ending = ''] = /^(.*)\.([a-z0-9]{1,5})$/i.exec(seen) ?? []
  const fits = known.includes(ending.toLowerCase())
  const base =
    [...(fits ? stem : seen)]
      .slice(0, longest)
      .join('')
      .replace(/[\s.]+$/u, '') || fallback
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(base) ? `_${base}` : base
  return `${reserved}.${fits ? ending.toLowerCase() : known[0]}`
}

/** Images as they are kept: at most so many pixels on the longer side. Receipts and letters stay readable. */
export const longestSide = 3000
/** Longer side of the small picture in lists. */
export const smallSide = 320
/** Pixels of a picture that is cut to a square. */
export const squareSide = 800
/** More than phones take as they come (50 million): painted, each costs four bytes, and several people send at once. */
export const mostPixels = 64_000_000

/** The small picture of an image stands beside it. */
export const smallKey = (storageKey: string): string => `${storageKey}.small`
