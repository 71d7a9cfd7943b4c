/** Merge fields, and whose words hold: pure, for verbs and pages alike. Source: MSG-1. */
import { ruleBroken, type MinistryError } from '@ministry/kernel/errors'
import { mergeFields } from './messaging.schema.ts'

/** The fields that a text names, each once, in their order. */
export const fieldsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, field]) => field!.trim())),
]

/**
 * What is wrong with a text's fields, or undefined: RuleBroken `messaging.save-template.unknown-field` names the nearest known one,
 * `messaging.save-template.open-field` shows where the braces stay open; `messaging.save-template.too-deep`: lists and quotes stand
 * too deep in each other.
 */
export function problemOf(text: string): MinistryError | undefined {
  const unknown = fieldsIn(text).find((field) => !mergeFields.some((known) => known === field))
  if (unknown !== undefined)
    return ruleBroken('messaging.save-template.unknown-field', {
      field: braced(unknown.slice(0, 60)),
      nearest: braced(nearestField(unknown)),
    })
  if (tooDeep.test(text)) return ruleBroken('messaging.save-template.too-deep')
  const open = /\{\{.{0,30}/s.exec(text.replaceAll(/\{\{[^{}]*\}\}/g, ''))
  return open ? ruleBroken('messaging.save-template.open-field', { text: open[0] }) : undefined
}
/** Quotes and lists in each other, further than anybody reads: what turns them into a mail would run out of room. */
const tooDeep = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){12}/m
const braced = (field: string) => `{{${field}}}`

/** The known field that is written most like this one. */
export function nearestField(field: string): string {
  const distances = mergeFields.map((known) => [distance(field.toLowerCase(), known), known] as const)
  return distances.toSorted(([a], [b]) => a - b)[0]![1]
}

/** How many letters must be changed, added or left out to get from one to the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= from.length; i++) {
    const above = row
    row = [i]
    for (let j = 1; j <= to.length; j++)
      row[j] = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1))
  }
  return row[to.length]!
}

/** A template that a place has of its own. `depth` counts from the National node, 0. */
export interface OwnTemplate {
  key: string
  language: string
  depth: number
}

/**
 * Whose words hold for the occasion: of the languages, the first in which there are any; in it the nearest place's. Undefined
 * means the product's own: they are written in `otherwise`, which counts as a language in which there always are some.
 */
export function wordsFor<T extends OwnTemplate>(
  templates: readonly T[],
  key: string,
  languages: readonly string[],
  otherwise: readonly string[],
): T | undefined {
  for (const language of languages.map(baseLanguage)) {
    const own = templates.filter((template) => template.key === key && template.language === language)
    if (own.length) return own.reduce((a, b) => (b.depth > a.depth ? b : a))
    if (otherwise.includes(language)) return undefined
  }
  return undefined
}

/** `pt-BR` is written to in `pt`. */
export const baseLanguage = (language: string): string => language.toLowerCase().split('-')[0]!
