/** What a file can be asked to be read as. The browser may import this file. Source: IMP-1. */

/** Encodings that are recognised by content or can be asked for. */
export const textEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'macintosh',
] as const
export type TextEncoding = (typeof textEncodings)[number]
export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]
