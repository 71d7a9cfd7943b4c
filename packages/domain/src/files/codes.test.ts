import { readdirSync, readFileSync } from 'node:fs'
import { m } from '@ministry/kernel/messages'
import { expect, test } from 'vitest'

test('every code that is thrown here has a text', () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
  const text = sources.map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8')).join('\n')
  const codes = [...text.matchAll(/(?:ruleBroken|limitReached|unavailable)\('([^']+)'/g)].map(([, code]) => code!)
  expect(new Set(codes).size).toBeGreaterThan(7)
  for (const code of codes) expect(m, code).toHaveProperty(`error_${code.replaceAll(/[.-]/g, '_')}`)
})
