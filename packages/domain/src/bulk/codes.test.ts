import { readdirSync, readFileSync } from 'node:fs'
import { m } from '@ministry/kernel/messages'
import { expect, test } from 'vitest'
import { stoppedCodes } from './bulk.rules.ts'
import { leftReasons, sparedReasons } from './bulk.schema.ts'

const keyOf = (code: string) => code.replaceAll(/[.-]/g, '_')

test('every code that is thrown here has a text', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
  const text = sources.map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8')).join('\n')
  const codes = [...text.matchAll(/(?:ruleBroken|conflict)\('([^']+)'/g)].map(([, code]) => code!)
  expect(new Set(codes).size).toBeGreaterThan(5)
  for (const code of codes) expect(m, code).toHaveProperty(`error_${keyOf(code)}`)
})

test('so has every reason why somebody is left or spared, and why an act stopped', () => {
  for (const reason of leftReasons) expect(m, reason).toHaveProperty(`bulk_left_${keyOf(reason)}`)
  for (const reason of sparedReasons) expect(m, reason).toHaveProperty(`bulk_spared_${keyOf(reason)}`)
  for (const code of stoppedCodes) expect(m, code).toHaveProperty(keyOf(code))
})
