import { ESLint } from 'eslint'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './launcher/places.mjs'

/** The rules that the real configuration breaks for a text, as if it stood at this place and were linted in its own package. */
async function broken(place: string, text: string, typed = false): Promise<(string | null)[]> {
  const eslint = new ESLint({
    cwd: join(root, place.split('/').slice(0, 2).join('/')),
    overrideConfigFile: join(import.meta.dirname, 'eslint.config.js'),
    // A planted text is on no disk, so no TypeScript project knows its types.
    ...(typed
      ? {}
      : { overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } }, rules: untyped }] }),
  })
  const [result] = await eslint.lintText(text, { filePath: join(root, place) })
  return result?.messages.map((message) => message.ruleId ?? message.message) ?? ['not linted at all']
}

const typedRules = [
  'await-thenable',
  'no-floating-promises',
  'no-for-in-array',
  'no-misused-promises',
  'no-unnecessary-type-assertion',
  'only-throw-error',
  'prefer-promise-reject-errors',
  'switch-exhaustiveness-check',
]
const untyped = Object.fromEntries(typedRules.map((rule) => [`@typescript-eslint/${rule}`, 'off' as const]))

test.each([
  ['an enum', 'packages/domain/src/people/kind.ts', 'export enum Kind { A }', 'no-restricted-syntax'],
  [
    'a namespace',
    'packages/domain/src/people/kind.ts',
    'export namespace Kind { export const a = 1 }',
    '@typescript-eslint/no-namespace',
  ],
  [
    'a listener directive',
    'packages/ui/src/Button.svelte',
    '<button on:click={() => {}}>a</button>',
    'no-restricted-syntax',
  ],
  [
    'a store',
    'packages/ui/src/Button.svelte',
    '<script lang="ts">\n  import { writable } from "svelte/store"\n  writable(1)\n</script>\n',
    'house/one-home',
  ],
  ['any', 'packages/domain/src/people/kind.ts', 'export const a: any = 1', '@typescript-eslint/no-explicit-any'],
  [
    'a type imported as a value',
    'packages/domain/src/people/kind.ts',
    "import { Clock } from '@ministry/kernel/calendar'\nexport type A = Clock",
    '@typescript-eslint/consistent-type-imports',
  ],
  ['a house rule in another package', 'packages/mail/src/kept.ts', 'export const at = new Date()', 'house/one-home'],
  ['a name that says nothing', 'apps/web/src/lib/utils.ts', 'export const a = 1', 'house/file-name'],
  [
    'a needless exception',
    'packages/mail/src/kept.ts',
    '// eslint-disable-next-line no-console\nexport const a = 1',
    "Unused eslint-disable directive (no problems were reported from 'no-console').",
  ],
])('%s is caught', async (_, place, text, rule) => {
  expect(await broken(place, text)).toEqual([rule])
})

test('a declaration of types for a module is no namespace of ours', async () => {
  expect(
    await broken(
      'packages/db/src/stand-in.ts',
      "declare module 'x' { export const a: 1 }\ndeclare global { namespace App { interface Locals { a: 1 } } }\nexport {}",
    ),
  ).toEqual([])
})

test.each([
  ['a promise left alone', 'const f = async () => {}\nf()', 'no-floating-promises'],
  ['a promise as a condition', 'const f = async () => true\nif (f()) throw new Error()', 'no-misused-promises'],
  [
    'a case forgotten',
    "const f = (a: 'x' | 'y') => { switch (a) { case 'x': return 1 } }\nf('x')",
    'switch-exhaustiveness-check',
  ],
])('%s is caught with the types of the package', async (_, text, rule) => {
  // Stands in for a file that the package's TypeScript project has.
  expect(await broken('packages/config/vitest.ts', text, true)).toEqual([`@typescript-eslint/${rule}`])
})
