import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { templateKeys, mergeFields } from './messaging.schema.ts'
import { defaultLanguages, defaultTemplate } from './default-templates.ts'
import { fieldsIn, nearestField, problemOf, wordsFor } from './templates.rules.ts'

describe('fields of a text', () => {
  test('are found once each, however they are spaced', () => {
    expect(fieldsIn('{{person.name}} and {{ place.name }}, {{person.name}}')).toEqual(['person.name', 'place.name'])
    expect(fieldsIn('no { fields } here }}')).toEqual([])
  })
  test.each([
    ['Hello {{persn.name}}', '{{persn.name}}', '{{person.name}}'],
    ['{{sender}}', '{{sender}}', '{{sender.name}}'],
    ['{{Place.Name}}', '{{Place.Name}}', '{{place.name}}'],
    ['{{}}', '{{}}', '{{today}}'],
  ])('%s names a field that there is not, and is told the nearest', (text, field, nearest) => {
    expect(problemOf(text)).toMatchObject({ code: 'messaging.save-template.unknown-field', values: { field, nearest } })
  })
  test.each(['Hello {{person.name', '{{ {{person.name}} rest', 'a {{\nb'])('%j leaves its braces open', (text) => {
    expect(problemOf(text)).toMatchObject({ code: 'messaging.save-template.open-field' })
  })
  test.each([
    ['quotes', '> '.repeat(10_000)],
    ['quotes without spaces', `words\n${'>'.repeat(12)}words`],
    ['numbered lists', '1. '.repeat(6_000)],
    ['lists in quotes', '> - '.repeat(6)],
  ])('%s too deep in each other are refused', (_, text) => {
    expect(problemOf(text)).toMatchObject({ code: 'messaging.save-template.too-deep' })
  })
  test.each([
    '> said\n\n- one\n  - two\n    1. three',
    '-'.repeat(200),
    '1.2.3.4.5.6.7.8.9.10.11.12.13',
    '*'.repeat(50),
  ])('%j is not deep', (text) => expect(problemOf(text)).toBeUndefined())
  test('that are known are no problem', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...mergeFields)), (fields) => {
        expect(problemOf(fields.map((field) => `a {{${field}}} b`).join('\n'))).toBeUndefined()
      }),
    )
    for (const field of mergeFields) expect(nearestField(field)).toBe(field)
  })
})

describe('whose words hold', () => {
  const at = (depth: number, language: string) => ({ key: 'welcome-1', language, depth })
  test('the nearest place’s', () => {
    expect(wordsFor([at(0, 'en'), at(2, 'en'), at(1, 'en')], 'welcome-1', ['en'], ['en'])).toEqual(at(2, 'en'))
  })
  test('in the first language that there are any in, wherever they come from', () => {
    const written = [at(0, 'es'), at(2, 'en')]
    expect(wordsFor(written, 'welcome-1', ['es', 'en'], ['en'])).toEqual(at(0, 'es'))
    expect(wordsFor(written, 'welcome-1', ['pt-BR', 'en'], ['en'])).toEqual(at(2, 'en'))
  })
  test('the product’s own, where nobody wrote in a language that it knows', () => {
    expect(wordsFor([at(0, 'fr')], 'welcome-1', ['en', 'fr'], ['en'])).toBeUndefined()
    expect(wordsFor([at(0, 'en')], 'welcome-2', ['en'], ['en'])).toBeUndefined()
  })
})

test.each(templateKeys)('%s has words of its own, with fields that there are', (key) => {
  for (const language of [...defaultLanguages, 'xx']) {
    const { subject, body } = defaultTemplate(key, language)
    expect(subject).toMatch(/\w/)
    expect(body).toContain('{{person.name}}')
    expect(problemOf(subject) ?? problemOf(body)).toBeUndefined()
  }
})
