import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const here = fileURLToPath(new URL('.', import.meta.url))
const compare = (schema: string) =>
  spawnSync(process.execPath, [join(here, 'migrations-equal-schema.ts'), schema], {
    encoding: 'utf8',
    cwd: join(here, '..'),
  })

test('catches a column that no migration makes', { timeout: 60_000 }, () => {
  const copy = mkdtempSync(join(tmpdir(), 'ministry-schema-'))
  cpSync(join(here, '../../../prisma/schema'), copy, { recursive: true })
  const file = join(copy, 'audit.prisma')
  writeFileSync(file, readFileSync(file, 'utf8').replace('requestId ', 'planted    String?\n  requestId '))
  const { status, stdout } = compare(copy)
  expect(status).toBe(2)
  expect(stdout).toContain('planted')
})
