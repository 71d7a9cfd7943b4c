import type { Buffer } from 'node:buffer'
import type { RefusedKind } from './codes.ts'

/** What the first bytes say a file is; `ole` and `zip` need a look inside. */
export type Sniffed = 'text' | 'ole' | 'zip' | 'empty' | RefusedKind

const signatures: readonly [RefusedKind | 'ole' | 'zip' | 'archive', string, number?][] = [
  ['ole', 'd0cf11e0a1b11ae1'],
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['pdf', '255044462d'],
  ['image', '89504e470d0a1a0a'],
  ['image', 'ffd8ff'],
  ['image', '47494638'],
  ['image', '49492a00'],
  ['image', '4d4d002a'],
  ['image', '57454250', 8],
  ['image', '6674797068656963', 4],
  ['gzip', '1f8b08'],
  ['archive', '377abcaf271c'],
  ['archive', '526172211a07'],
  ['rtf', '7b5c727466'],
]

const beginnings: readonly [RefusedKind, RegExp][] = [
  ['html', /^\s*(<!doctype\s+html|<html|<head|<body|<table|<meta)/i],
  ['xml', /^\s*(<\?xml|<!doctype)/i],
  ['json', /^\s*(\{\s*"|\[\s*[[{"])/],
  ['vcard', /^\s*BEGIN:VCARD/i],
  ['ical', /^\s*BEGIN:VCALENDAR/i],
]

/**
 * Tells by content, never by name, what kind of file begins with these bytes. What can't be told apart from a table in
 * text is `text`. Source: IMP-1, IMP-7.
 */
export function sniffKind(first: Buffer): Sniffed {
  if (first.length === 0) return 'empty'
  const hex = first.subarray(0, 32).toString('hex')
  for (const [kind, signature, offset = 0] of signatures) {
    if (hex.startsWith(signature, offset * 2)) return kind === 'archive' ? 'zip' : kind
  }
  // NULs are dropped so that UTF-16 is looked at too; the BOM is \uFEFF, FE FF or FF FE by then.
  const text = first
    .subarray(0, 1024)
    .toString('latin1')
    .replaceAll('\0', '')
    .replace(/^(ï»¿|þÿ|ÿþ)/, '')
  return beginnings.find(([, pattern]) => pattern.test(text))?.[0] ?? 'text'
}
