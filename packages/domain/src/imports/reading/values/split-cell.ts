/** Where a cell of several values is cut. Pure. Source: PPL-1, IMP-2. */
import type { FieldKind } from '../matching/import-field.ts'

const cuts = /[;,\n\r|]|\s\/\s/
/** Between two addresses or numbers, in the languages that files are written in. */
const and = /\s+(?:and|or|und|oder|et|ou|y|e|na|au|&|\+(?=\s))\s+|\s*&\s*/i
/** A slash with a whole number on either side; 0171/2345678 is one number. */
const betweenNumbers = /(?<=\d[\d\s().-]{5,}\d)\s*\/\s*(?=[+(]?\d[\d\s().-]{5,}\d)/
const named = /<\s*([^<>\s]+@[^<>\s]+)\s*>/g

const trimmed = (parts: readonly string[]): string[] => parts.map((part) => part.trim()).filter((part) => part !== '')

function emails(text: string): string[] {
  // Names before addresses in angles may hold commas of their own.
  const addresses = [...text.matchAll(named)].map(([, address]) => address!)
  if (addresses.length > 0 && addresses.length === text.split('@').length - 1) return addresses
  return trimmed(text.split(cuts)).flatMap((part) => {
    const pieces = trimmed(part.split(/\s+(?:and|or|und|oder|et|ou|y|e|na|au|&)\s+|\s*[&/]\s*|\s+/i))
    return pieces.length > 1 && pieces.every((piece) => piece.includes('@')) ? pieces : [part]
  })
}

const phones = (text: string): string[] =>
  trimmed(text.split(cuts)).flatMap((part) =>
    trimmed(part.split(and)).flatMap((piece) => trimmed(piece.split(betweenNumbers))),
  )

/** The values of a cell, each without the blanks around it. */
export function splitCell(kind: FieldKind, text: string): string[] {
  if (kind === 'email') return emails(text)
  return kind === 'phone' ? phones(text) : trimmed(text.split(cuts))
}
