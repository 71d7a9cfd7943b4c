/** Texts that no page, mail or error says any more would be translated into every language for nobody. */
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './launcher/places.mjs'

/** `people.merge.into-self`, `RoleAssignment` and `sign-in` as they stand in keys. */
const inKey = (name: string) =>
  name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase()
/** Keys that are put together from a word and a name: `noun_` and a noun, `error_` and a code. */
const composed = /^(?:reach|only|system|noun|action|field|act|cell|error)_/

/** The keys that nothing in these sources says. */
function unsaid(keys: readonly string[], source: string): string[] {
  const words = new Set([
    ...[...new Set(source.match(/[A-Za-z_][\w-]*/g))].map(inKey),
    ...[...new Set(source.match(/(?<=')[^'\n]{1,120}(?=')/g))].map(inKey),
  ])
  // What begins with a text and goes on with a name that is known only then.
  const beginnings = [...source.matchAll(/`([a-z][\w.:-]{3,})\$\{/g)].map(([, text]) => inKey(text!))
  const isSaid = (name: string) => words.has(name) || beginnings.some((beginning) => name.startsWith(beginning))
  return keys.filter((key) => !isSaid(key) && !(composed.test(key) && isSaid(key.replace(composed, ''))))
}

const catalogue = globSync('packages/kernel/messages/en/*.json', { cwd: root }).map((file) => ({
  file: basename(file),
  keys: Object.keys(JSON.parse(readFileSync(join(root, file), 'utf8')) as object).filter((key) => key !== '$schema'),
}))

test('no key stands in two files: the catalogue’s compiler would never end', () => {
  const keys = catalogue.flatMap(({ keys }) => keys)
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})

test('every text of the catalogue is said somewhere', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'apps', 'packages', 'prisma'], {
    cwd: root,
    encoding: 'utf8',
  })
  const source = files
    .split('\n')
    .filter((file) => /\.(?:ts|svelte|mjs|sql)$/.test(file) && !/\.test\.ts$|\/e2e\//.test(file))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
  const dead = catalogue.flatMap(({ file, keys }) => unsaid(keys, source).map((key) => `${file}: ${key}`))
  expect(dead).toEqual([])
})

test('names what is said no more, and spares what is put together', () => {
  const source =
    "m.people_title(); wordOf('noun', 'RoleAssignment'); ruleBroken(`imports.read.${code}`); role('over-it')"
  const keys = [
    'people_title',
    'people_gone',
    'noun_role_assignment',
    'noun_gone',
    'error_imports_read_empty',
    'error_gone',
  ]
  expect(unsaid(keys, source)).toEqual(['people_gone', 'noun_gone', 'error_gone'])
})
