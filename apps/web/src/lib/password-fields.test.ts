/** Fields for passwords: hidden, and open to whoever keeps them in a program. Source: ASVS 6.2. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../../..')
const components = globSync(['apps/web/src/**/*.svelte', 'packages/ui/src/**/*.svelte'], { cwd: root })
const text = (file: string) => readFileSync(join(root, file), 'utf8')
const field = 'packages/ui/src/PasswordField.svelte'

test('a password is hidden until whoever types it wants to see it', () => {
  expect(text(field)).toContain("type={shown ? 'text' : 'password'}")
  expect(text(field)).toContain('let shown = $state(false)')
  // No field for a password stands beside that one.
  const others = components.filter((file) => file !== field).map(text)
  const named = others.flatMap((one) =>
    [...one.matchAll(/<(\w+)\s[^>]*?name="(\w*[pP]assword|current)"/g)].map(([, tag]) => tag),
  )
  expect(named.length).toBeGreaterThan(4)
  expect(new Set(named)).toEqual(new Set(['PasswordField']))
})

test('programs that keep passwords may fill it, and it may be pasted', () => {
  const used = components.flatMap((file) => [...text(file).matchAll(/<PasswordField\s[^>]*/g)].map(([tag]) => tag))
  for (const tag of used) expect(tag).toMatch(/autocomplete="(current|new)-password"/)
  expect(components.filter((file) => /onpaste|oncopy|onbeforeinput/.test(text(file)))).toEqual([])
})
