import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as imports from '@ministry/domain/imports'
import { describe, expect, test } from 'vitest'
import { say, textOfCode } from './say.ts'

const domain = join(import.meta.dirname, '../../../../../packages/domain/src')

/** Codes as the sources of a capability write them, beside names of verbs: whole (`people.join-node.archived`), or in a docstring's braces (`{a, b}`). */
function codesIn(capability: string): string[] {
  const files = readdirSync(join(domain, capability), { recursive: true, encoding: 'utf8' })
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const found = new Set<string>()
  for (const file of sources) {
    const text = readFileSync(join(domain, capability, file), 'utf8')
    for (const [, code] of text.matchAll(RegExp(`(?<!name: )['"\`](${capability}(?:\\.[a-z-]+){2,3})['"\`]`, 'g')))
      found.add(code!)
    for (const [, verb, last] of text.matchAll(RegExp(`(${capability}\\.[a-z-]+)\\.\\{([a-z, \\n*-]+)\\}`, 'g')))
      for (const word of last!.split(/[\s,*]+/).filter(Boolean)) found.add(`${verb}.${word}`)
  }
  return [...found]
}

describe('every code has a text', () => {
  const listed = [
    ...imports.importCodes,
    ...imports.refusals,
    ...imports.refusedKinds.map((kind) => `imports.read.kind-${kind}`),
    ...imports.limitCodes,
    ...imports.warningCodes,
    ...imports.whyCodes,
    ...imports.problemCodes,
    ...imports.expectedCodes,
    ...imports.noteCodes,
  ]
  test.each([...new Set([...listed, ...codesIn('imports'), ...codesIn('people'), ...codesIn('messaging')])])(
    '%s',
    (code) => {
      const text = textOfCode(code, { field: 'x' })
      expect(text).toMatch(/\w/)
      expect(text).not.toContain(code)
    },
  )

  test('and the sources were really read', () => {
    expect(codesIn('people')).toContain('people.change-state.before-last')
    expect(codesIn('people')).toContain('people.leave-node.home')
    expect(codesIn('imports')).toContain('imports.row.same-name')
  })
})

test('a code without a text is never shown', () => expect(say('imports.row.no-such-thing')).not.toContain('imports'))
