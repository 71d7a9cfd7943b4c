import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { boundaries } from './boundaries.ts'

const shut = (file: string) => ({ types: file, browser: './server-only.js', default: file })
const exports: Record<string, object> = {
  kernel: { './id': './src/id.ts' },
  db: { '.': shut('./src/index.ts') },
  mail: { '.': shut('./src/index.ts') },
  workflows: { '.': shut('./src/index.ts') },
  access: { '.': './src/index.ts', './scope': shut('./src/scope.ts') },
  auth: { '.': shut('./src/index.ts') },
  domain: { './*/schema': './src/*/*.schema.ts', './*': shut('./src/*/index.ts') },
  api: { '.': shut('./src/index.ts') },
  ui: { '.': './src/index.ts' },
}

/** A house in which all is well. */
const sound: Record<string, string> = {
  'node_modules/zod/package.json': '{"name":"zod","main":"index.js"}',
  'node_modules/zod/index.js': 'export const z = 1',
  'packages/kernel/src/id.ts': "import { z } from 'zod'\nexport const id = z",
  'packages/db/src/index.ts': "import { id } from '@ministry/kernel/id'\nexport const db = id\nexport type Row = 1",
  'packages/mail/src/index.ts': "import { db } from '@ministry/db'\nexport const mail = db",
  'packages/workflows/src/index.ts': "import { db } from '@ministry/db'\nexport const flows = db",
  'packages/access/src/index.ts': "import type { Row } from '@ministry/db'\nexport const may = (row: Row) => row",
  'packages/access/src/scope.ts': "import { db } from '@ministry/db'\nexport const scope = db",
  'packages/auth/src/index.ts': "import { scope } from '@ministry/access/scope'\nexport const auth = scope",
  'packages/domain/src/verb.ts': 'export const mutation = 1',
  'packages/domain/src/org/org.schema.ts': "import { z } from 'zod'\nexport const org = z",
  'packages/domain/src/org/index.ts': "export { org } from './org.schema.ts'",
  'packages/domain/src/people/people.schema.ts': "import { z } from 'zod'\nexport const people = z",
  'packages/domain/src/people/people.rules.ts':
    "import type { Row } from '@ministry/db'\nexport const rule = (row: Row) => row",
  'packages/domain/src/people/list.ts': "import { org } from '../org/index.ts'\nexport const list = org",
  'packages/domain/src/people/index.ts': "import { mutation } from '../verb.ts'\nexport const people = mutation",
  'packages/domain/src/imports/index.ts': "import { people } from '../people/index.ts'\nexport const imports = people",
  'packages/api/src/index.ts':
    "import { people } from '@ministry/domain/people'\nexport const api = people\nexport type Api = typeof api",
  'packages/ui/src/index.ts': "import { id } from '@ministry/kernel/id'\nexport const button = id",
  'packages/ui/src/Button.svelte': '<button>a</button>',
  'apps/web/server.ts': "import { db } from '@ministry/db'\ndb",
  'apps/web/src/lib/server/session.ts': "import { auth } from '@ministry/auth'\nexport const session = auth",
  'apps/web/src/lib/theme.ts': "import { may } from '@ministry/access'\nexport const theme = may",
  'apps/web/src/routes/+page.server.ts':
    "import { session } from '../lib/server/session.ts'\nexport const load = session",
  'apps/web/src/routes/+page.svelte':
    '<script lang="ts">\nimport type { Api } from "@ministry/api"\nimport { button } from "@ministry/ui"\nimport { people } from "@ministry/domain/people/schema"\nimport { theme } from "../lib/theme.ts"\nlet { api }: { api: Api } = $props()\n</script>\n{button}{people}{theme}{api}',
}

/** The names of the rules that are broken where these files stand in the sound house too. */
async function broken(planted: Record<string, string>): Promise<string[]> {
  const from = mkdtempSync(join(tmpdir(), 'boundaries-'))
  const manifests = Object.fromEntries(
    Object.entries(exports).map(([name, exports]) => [
      `packages/${name}/package.json`,
      JSON.stringify({ name: `@ministry/${name}`, type: 'module', exports }),
    ]),
  )
  for (const [file, text] of Object.entries({ ...manifests, ...sound, ...planted })) {
    mkdirSync(dirname(join(from, file)), { recursive: true })
    writeFileSync(join(from, file), text)
  }
  mkdirSync(join(from, 'node_modules/@ministry'))
  for (const name of Object.keys(exports))
    symlinkSync(`../../packages/${name}`, join(from, 'node_modules/@ministry', name))
  return [...new Set((await boundaries(from)).map((fault) => fault.split(':')[0] ?? ''))]
}

test('a sound house has no fault', async () => {
  expect(await broken({})).toEqual([])
})

test.each<[rule: string, place: string, text: string]>([
  ['kernel-imports', 'packages/kernel/src/own.ts', "import { db } from '@ministry/db'\ndb"],
  ['db-imports', 'packages/db/src/own.ts', "import { may } from '@ministry/access'\nmay"],
  ['mail-imports', 'packages/mail/src/own.ts', "import { auth } from '@ministry/auth'\nauth"],
  ['workflows-imports', 'packages/workflows/src/own.ts', "import { people } from '@ministry/domain/people'\npeople"],
  ['access-imports', 'packages/access/src/own.ts', "import { mail } from '@ministry/mail'\nmail"],
  ['auth-imports', 'packages/auth/src/own.ts', "import type { Api } from '@ministry/api'\nexport type A = Api"],
  ['domain-imports', 'packages/domain/src/own.ts', "import { api } from '@ministry/api'\napi"],
  ['api-imports', 'packages/api/src/own.ts', "import { button } from '@ministry/ui'\nbutton"],
  [
    'ui-imports',
    'packages/ui/src/Own.svelte',
    '<script lang="ts">\nimport { may } from "@ministry/access"\n</script>\n{may}',
  ],
  ['seed-imports', 'prisma/seed/own.ts', "import { mail } from '@ministry/mail'\nmail"],
  ['by-name', 'packages/mail/src/own.ts', "import { db } from '../../db/src/index.ts'\ndb"],
  ['kernel-is-small', 'packages/kernel/src/own.ts', "import { readFile } from 'node:fs/promises'\nreadFile"],
  ['tier-0-up', 'packages/domain/src/org/own.ts', "import { people } from '../people/index.ts'\npeople"],
  ['tier-1-up', 'packages/domain/src/people/own.ts', "import { imports } from '../imports/index.ts'\nimports"],
  ['capability-has-a-tier', 'packages/domain/src/sermons/index.ts', "import { mutation } from '../verb.ts'\nmutation"],
  ['through-the-index', 'packages/domain/src/imports/own.ts', "import { list } from '../people/list.ts'\nlist"],
  ['ground-knows-no-capability', 'packages/domain/src/own.ts', "import { org } from './org/index.ts'\norg"],
  ['schema-is-for-everybody', 'packages/domain/src/org/own.schema.ts', "import { db } from '@ministry/db'\ndb"],
  ['rules-are-pure', 'packages/domain/src/org/own.rules.ts', "import { db } from '@ministry/db'\ndb"],
  [
    'web-imports-domain',
    'apps/web/src/routes/+page.server.ts',
    "import { people } from '@ministry/domain/people'\npeople",
  ],
])('%s catches a planted fault', async (rule, place, text) => {
  expect(await broken({ [place]: text })).toEqual([rule])
})

test('no-circle catches two modules, and a component that comes back to itself by types', async () => {
  const two = {
    'packages/mail/src/a.ts': "import { b } from './b.ts'\nexport const a = b",
    'packages/mail/src/b.ts': "import { a } from './a.ts'\nexport const b = a",
  }
  expect(await broken(two)).toEqual(['no-circle'])
  const types = {
    'packages/mail/src/a.ts': "import type { B } from './b.ts'\nexport type A = B",
    'packages/mail/src/b.ts': "import type { A } from './a.ts'\nexport type B = A",
  }
  expect(await broken(types)).toEqual(['no-circle'])
})

test('seeds-are-for-tests lets tests tell the story', async () => {
  const seed = { 'prisma/seed/index.ts': 'export const story = 1' }
  const use = "import { story } from '../../../prisma/seed/index.ts'\nstory"
  expect(await broken({ ...seed, 'packages/mail/src/kept.test.ts': use })).toEqual([])
  expect(await broken({ ...seed, 'packages/mail/src/kept.ts': use })).toEqual(['seeds-are-for-tests'])
})

const page = (source: string) => `<script lang="ts">\nimport { a } from "${source}"\n</script>\n{a}`

test.each([
  ['a package of the server in a component', 'apps/web/src/routes/+page.svelte', page('@ministry/db')],
  [
    'a package of the server in a universal load',
    'apps/web/src/routes/+page.ts',
    "import { auth } from '@ministry/auth'\nexport const load = auth",
  ],
  ['the scope in a component', 'apps/web/src/routes/+page.svelte', page('@ministry/access/scope')],
  [
    'a builtin in the library',
    'apps/web/src/lib/theme.ts',
    "import { join } from 'node:path'\nexport const theme = join",
  ],
  [
    'a file of the server in the library',
    'apps/web/src/lib/theme.ts',
    "import { session } from './server/session.ts'\nexport const theme = session",
  ],
  [
    'a detour through a package that is open',
    'packages/access/src/index.ts',
    "import { scope } from './scope.ts'\nexport const may = scope",
  ],
  ['the values of api', 'apps/web/src/routes/+page.svelte', page('@ministry/api')],
])('server-code-in-the-browser catches %s', async (_, place, text) => {
  expect(await broken({ [place]: text })).toContain('server-code-in-the-browser')
})

test('browser-imports catches even types of what a page must not know', async () => {
  const text = "import type { Row } from '@ministry/db'\nexport const theme = (row: Row) => row"
  expect(await broken({ 'apps/web/src/lib/theme.ts': text })).toEqual(['browser-imports'])
})

test.each([
  ['no browser condition', { '.': './src/index.ts' }],
  ['one that is asked too late', { '.': { default: './src/index.ts', browser: './server-only.js' } }],
  ['one that leads somewhere', { '.': { browser: './src/index.ts', default: './src/index.ts' } }],
])('open-to-the-browser catches an entry with %s', async (_, exports) => {
  const manifest = JSON.stringify({ name: '@ministry/db', type: 'module', exports })
  expect(await broken({ 'packages/db/package.json': manifest })).toContain('open-to-the-browser')
})
