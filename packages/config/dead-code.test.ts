import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const sound: Record<string, string> = {
  'package.json': '{"name":"house","private":true}',
  'pnpm-workspace.yaml': 'packages:\n  - packages/*\n',
  'packages/mail/package.json':
    '{"name":"@ministry/mail","type":"module","exports":{".":"./src/index.ts"},"dependencies":{"zod":"1"}}',
  'packages/mail/src/index.ts':
    "import { z } from 'zod'\nimport { kept } from './kept.ts'\nexport const mail = [z, kept]",
  'packages/mail/src/kept.ts': 'export interface Kept { at: string }\nexport const kept: Kept[] = []',
}

/** What the product's own configuration of knip finds in a house with these files, as `kind: what`. */
function dead(planted: Record<string, string>): Promise<string[]> {
  const from = mkdtempSync(join(tmpdir(), 'dead-code-'))
  for (const [file, text] of Object.entries({ ...sound, ...planted })) {
    mkdirSync(dirname(join(from, file)), { recursive: true })
    writeFileSync(join(from, file), text)
  }
  const knip = join(import.meta.dirname, 'node_modules/knip/bin/knip.js')
  const options = ['--directory', from, '--config', join(import.meta.dirname, 'knip.json'), '--reporter', 'json']
  return new Promise((resolve) =>
    execFile(process.execPath, [knip, ...options, '--no-config-hints'], (_, stdout) => {
      const { issues } = JSON.parse(stdout) as { issues: Record<string, unknown>[] }
      const found = issues.flatMap((issue) =>
        Object.entries(issue).flatMap(([kind, items]) =>
          Array.isArray(items) ? items.map(({ name }: { name: string }) => `${kind}: ${name}`) : [],
        ),
      )
      resolve(found.sort())
    }),
  )
}

test('finds nothing in a sound house', async () => {
  expect(await dead({})).toEqual([])
})

test('finds the file, the export, the dependency that nobody uses, and the one that nobody lists', async () => {
  const manifest = (sound['packages/mail/package.json'] ?? '').replace('"zod":"1"', '"zod":"1","lodash":"1"')
  const planted = {
    'packages/mail/package.json': manifest,
    'packages/mail/src/forgotten.ts': 'export const forgotten = 1',
    'packages/mail/src/kept.ts': "import 'left-pad'\nexport const kept = 1\nexport const alsoKept = 2",
  }
  expect(await dead(planted)).toEqual([
    'dependencies: lodash',
    'exports: alsoKept',
    'files: packages/mail/src/forgotten.ts',
    'unlisted: left-pad',
  ])
})
