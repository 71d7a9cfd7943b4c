import { ESLint } from 'eslint'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { root } from '../launcher/places.mjs'
import { newCapability } from './capability.ts'
import { build, openHouse } from './house.ts'
import type { House } from './house.ts'
import { addImport, addToRouter, nounOf } from './text.ts'
import { isKnownNoun, newVerb } from './verb.ts'

/** The real checkout with a made-up capability and two verbs in it, none of it written. */
function extended(): House {
  const house = openHouse()
  newCapability(house, { name: 'song-books', tier: 2 })
  newVerb(house, { capability: 'song-books', verb: 'hand-out', kind: 'mutation', noun: 'Course' })
  newVerb(house, { capability: 'song-books', verb: 'look-up', kind: 'query', noun: 'Course' })
  return house
}

const own = (house: House) => [...house.changes.keys()].filter((place) => place.includes('/song-books/'))

test('knows which nouns access knows', () => {
  expect(isKnownNoun(openHouse(), 'Person')).toBe(true)
  expect(isKnownNoun(openHouse(), 'Sermon')).toBe(false)
})

test('writes the slice', () => {
  const house = extended()
  expect(own(house).map((place) => basename(place))).toEqual([
    'README.md',
    'song-books.schema.ts',
    'index.ts',
    'song-books.router.ts',
    'hand-out.ts',
    'hand-out.test.ts',
    'look-up.ts',
    'look-up.test.ts',
  ])
  const folder = 'packages/domain/src/song-books'
  expect(house.read(`${folder}/index.ts`)).toBe("export { songBooksRouter } from './song-books.router.ts'\n")
  expect(house.read(`${folder}/song-books.router.ts`)).toBe(`import { procedure, router } from '../door.ts'
import { handOut } from './hand-out.ts'
import { lookUp } from './look-up.ts'

export const songBooksRouter = router({
  handOut: procedure(handOut),
  lookUp: procedure(lookUp),
})
`)
  expect(house.read(`${folder}/song-books.schema.ts`))
    .toBe(`/** Shapes of song-books: what goes in and out of the verbs. The browser may import this file. */
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

export const handOutInput = z.object({ id: id() })
export const handOutOutput = z.object({ id: id() })

export const lookUpInput = z.object({ id: id() })
export const lookUpOutput = z.object({ id: id() })
`)
  expect(house.read(`${folder}/hand-out.ts`)).toContain("permission: { action: 'hand-out', noun: 'Course' }")
  expect(house.read(`${folder}/look-up.ts`)).toContain("permission: { action: 'read', noun: 'Course' }")
  expect(house.read(`${folder}/hand-out.test.ts`)?.match(/^test\(/gm)).toHaveLength(4)
  expect(house.read(`${folder}/look-up.test.ts`)?.match(/^test\(/gm)).toHaveLength(4)
})

test('gives the capability its tier, its place in the root router and its page of texts', () => {
  const house = extended()
  expect(house.read('packages/config/tiers.ts')).toMatch(/: 2,\n {2}'song-books': 2,\n {2}\w+: 3,/)
  const rootRouter = house.read('packages/api/src/root.ts')
  expect(rootRouter).toContain("import { songBooksRouter } from '@ministry/domain/song-books'\n")
  expect(rootRouter).toContain('  songBooks: songBooksRouter,\n})')
  const settings = JSON.parse(house.read('packages/kernel/project.inlang/settings.json') ?? '') as object
  expect(settings).toHaveProperty(
    ['plugin.inlang.messageFormat', 'pathPattern'],
    expect.arrayContaining(['./messages/{locale}/song-books.json', './messages/{locale}/shell.json']),
  )
  expect(house.read('packages/kernel/messages/en/song-books.json')).toBe('{}\n')
})

test('what is written has types that hold', () => {
  const house = extended()
  const texts = new Map([...house.changes].map(([place, text]) => [join(root, place), text]))
  const file = join(root, 'packages/domain/tsconfig.json')
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(file, ts.sys.readFile).config,
    ts.sys,
    join(file, '..'),
  )
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, directoryExists } = host
  host.fileExists = (file) => texts.has(file) || fileExists(file)
  host.readFile = (file) => texts.get(file) ?? readFile(file)
  host.directoryExists = (folder) => folder.endsWith('/song-books') || (directoryExists?.(folder) ?? false)
  const sources = own(house)
    .filter((place) => place.endsWith('.ts'))
    .map((place) => join(root, place))
  const program = ts.createProgram(sources, options, host)
  const faults = sources.flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
  expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([])
})

test('what is written passes lint and needs no formatting', async () => {
  const house = extended()
  const eslint = new ESLint({
    cwd: join(root, 'packages/domain'),
    overrideConfigFile: join(root, 'packages/config/eslint.config.js'),
    overrideConfig: [{ languageOptions: { parserOptions: { projectService: false } } }],
    // Rules that ask for types can't be asked about files that are on no disk.
    ruleFilter: ({ ruleId }) =>
      !/^@typescript-eslint\/(await|no-floating|no-for-in|no-misused-p|no-unnecessary|only-throw|prefer-promise|switch)/.test(
        ruleId,
      ),
  })
  const prettier = await import('prettier')
  const style = JSON.parse(readFileSync(join(root, '.prettierrc'), 'utf8')) as object
  for (const place of own(house)) {
    const text = house.read(place) ?? ''
    if (place.endsWith('.ts'))
      expect((await eslint.lintText(text, { filePath: join(root, place) }))[0]?.messages).toEqual([])
    expect(await prettier.format(text, { ...style, plugins: [], filepath: place })).toBe(text)
  }
})

test('refuses what would overwrite or can never be right, and then writes nothing', () => {
  const house = extended()
  const verb = (capability: string, verb: string) => () => newVerb(house, { capability, verb, kind: 'mutation' })
  expect(verb('song-books', 'hand-out')).toThrow('hand-out.ts is already there')
  expect(verb('song-books', 'handIn')).toThrow('kebab-case')
  expect(verb('song-books', 'delete')).toThrow('choose another verb')
  expect(verb('sermons', 'preach')).toThrow('pnpm new:capability sermons')
  expect(() => newCapability(house, { name: 'song-books', tier: 2 })).toThrow('already there')
  expect(() => newCapability(house, { name: 'sermons', tier: 4 })).toThrow('The tier is 0, 1, 2 or 3')
})

test('builds what was planned', () => {
  const into = mkdtempSync(join(tmpdir(), 'generators-'))
  const house = extended()
  build(house, into)
  for (const [place, text] of house.changes) expect(readFileSync(join(into, place), 'utf8')).toBe(text)
})

test('finds the noun of a capability', () => {
  expect(['people', 'events', 'small-groups', 'families', 'access'].map(nounOf)).toEqual([
    'Person',
    'Event',
    'SmallGroup',
    'Family',
    'Access',
  ])
})

test('keeps imports sorted, packages first', () => {
  const text = "import { a } from '@ministry/a'\nimport { c } from '../c.ts'\nimport { e } from './e.ts'\n\na\n"
  const added = ["import { b } from 'b'", "import { d } from './d.ts'", "import { f } from './f.ts'"].reduce(
    addImport,
    text,
  )
  expect(added.split('\n').map((line) => line.at(9))).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
    undefined,
    undefined,
    undefined,
  ])
  expect(addImport(added, "import { b } from 'b'")).toBe(added)
})

test('adds to a router that is empty and to one that is not', () => {
  expect(addToRouter('export const r = router({})\n', 'a: 1')).toBe('export const r = router({\n  a: 1,\n})\n')
  expect(addToRouter('export const r = router({\n  a: 1,\n})\nlater({\n})\n', 'b: 2')).toBe(
    'export const r = router({\n  a: 1,\n  b: 2,\n})\nlater({\n})\n',
  )
})
