import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as codes from './codes.ts'
import { peopleFields } from './matching/people-fields.ts'

const catalogue = JSON.parse(
  readFileSync(
    new URL(import.meta.resolve('@ministry/kernel/errors').replace(/src\/.*/, 'messages/en/imports.json')),
    'utf8',
  ),
) as Record<string, string>

describe('the catalogue', () => {
  it('has a text for every code and field, and none for codes that are gone', () => {
    const all = [
      ...codes.refusals,
      ...codes.refusedKinds.map((kind) => `imports.read.kind-${kind}`),
      ...codes.limitCodes,
      ...codes.warningCodes,
      ...codes.whyCodes,
      ...codes.problemCodes,
      ...codes.expectedCodes,
      ...codes.noteCodes,
    ].map(codes.messageKey)
    const labels = peopleFields.map(({ label }) => label)
    const ours = Object.keys(catalogue).filter((key) => /^imports_(read|value)_/.test(key))
    expect(ours.toSorted()).toEqual([...all, ...labels].toSorted())
  })
})
