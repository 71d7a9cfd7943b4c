import { RuleTester } from 'eslint'
import ts from 'typescript-eslint'
import { describe, it } from 'vitest'
import { root } from '../launcher/places.mjs'
import docstring from './docstring.js'
import fileName from './file-name.js'
import moduleState from './module-state.js'
import oneHome from './one-home.js'

RuleTester.describe = describe
RuleTester.it = it

const tester = new RuleTester({ languageOptions: { parser: ts.parser } })
type Rule = Parameters<typeof tester.run>[1]

/** A case: a place from the root, what stands there and, for a planted fault, the message it must be caught with. */
type Case = [place: string, code: string, messageId?: string]

const run = (name: string, rule: object, cases: Case[]) => {
  const at = (place: string) => `${root}/${place}`
  tester.run(name, rule as Rule, {
    valid: cases.flatMap(([place, code, fault]) => (fault ? [] : [{ filename: at(place), code }])),
    invalid: cases.flatMap(([place, code, fault]) =>
      fault ? [{ filename: at(place), code, errors: [{ messageId: fault }] }] : [],
    ),
  })
}

run('one-home', oneHome, [
  ['packages/auth/src/lucia.ts', "import { Lucia } from 'lucia'"],
  ['packages/domain/src/accounts/sign-in.ts', "import { Lucia } from 'lucia'", 'away'],
  ['apps/web/src/hooks.server.ts', "export { verifyRequestOrigin } from 'lucia'", 'away'],
  ['apps/web/src/hooks.server.ts', "const lucia = await import('lucia')", 'away'],

  ['packages/db/src/client.ts', "import { PrismaClient } from './generated/client.ts'"],
  ['packages/access/src/ability.ts', "import type { Prisma } from '@prisma/client'"],
  ['packages/access/src/ability.ts', "import { Prisma } from '@prisma/client'", 'away'],
  ['packages/domain/src/people/list.ts', "import type { Prisma } from '@prisma/client'", 'away'],
  ['packages/domain/src/people/list.ts', "import { Prisma } from '../../../db/src/generated/client.ts'", 'away'],
  ['packages/domain/src/people/list.ts', "let client: import('@prisma/client').PrismaClient", 'away'],

  ['packages/db/src/rows.ts', 'await tx.$queryRaw`select 1`'],
  ['packages/access/src/walls.test.ts', 'await tx.$executeRawUnsafe(statement)'],
  ['packages/domain/src/people/list.ts', 'await ctx.db.$queryRaw`select 1`', 'away'],
  ['packages/domain/src/people/list.ts', 'await ctx.db.$executeRawUnsafe(statement)', 'away'],
  ['packages/domain/src/people/list.ts', "await ctx.db['$queryRawUnsafe'](statement)", 'away'],
  ['packages/domain/src/people/list.ts', 'const { $queryRaw } = ctx.db', 'away'],

  ['packages/access/src/scope.ts', "import { accessibleBy } from '@casl/prisma/runtime'; accessibleBy(ability)"],
  ['packages/domain/src/people/list.ts', "import { createPrismaAbility } from '@casl/prisma'", 'away'],
  ['packages/domain/src/people/list.ts', 'casl.accessibleBy(ability)', 'away'],

  ['packages/workflows/src/client.ts', "import { Inngest } from 'inngest'"],
  ['packages/domain/src/imports/imports.workflow.ts', "import { NonRetriableError } from 'inngest'"],
  ['packages/domain/src/imports/commit.ts', "import { Inngest } from 'inngest'", 'away'],
  ['packages/api/src/index.ts', "import { serve } from 'inngest/node'", 'away'],

  ['packages/domain/src/people/people.router.ts', "import { initTRPC } from '@trpc/server'"],
  ['packages/domain/src/door.ts', "import { initTRPC } from '@trpc/server'"],
  ['packages/api/src/index.ts', "import { initTRPC } from '@trpc/server'"],
  [
    'apps/web/src/routes/api/trpc/[...path]/+server.ts',
    "import { fetchRequestHandler } from '@trpc/server/adapters/fetch'",
  ],
  ['packages/domain/src/people/create.ts', "import { TRPCError } from '@trpc/server'", 'away'],
  ['apps/web/src/routes/people/+page.server.ts', "import { TRPCError } from '@trpc/server'", 'away'],

  ['packages/workflows/src/store.ts', "import pg from 'pg'"],
  ['prisma/seed/large.ts', "import { from } from 'pg-copy-streams'"],
  ['apps/web/bench/list.ts', "import pg from 'pg'"],
  ['packages/domain/src/people/list.ts', "import pg from 'pg'", 'away'],
  ['packages/mail/src/postmark.ts', "import { ServerClient } from 'postmark'"],
  ['packages/domain/src/accounts/invite.ts', "import { ServerClient } from 'postmark'", 'away'],
  ['packages/domain/src/files/store.ts', "import { Disk } from 'flydrive'"],
  ['packages/domain/src/finance/receipt.ts', "import { Disk } from 'flydrive'", 'away'],
  ['apps/web/src/routes/files/+server.ts', "import sharp from 'sharp'", 'away'],
  ['apps/web/src/lib/theme.ts', "import { writable } from 'svelte/store'", 'away'],

  ['apps/web/environment.ts', 'export const port = process.env.PORT'],
  ['packages/db/src/connect.test.ts', 'process.env.DATABASE_URL'],
  ['packages/mail/src/postmark.ts', 'const token = process.env.POSTMARK_TOKEN', 'away'],
  ['packages/mail/src/postmark.ts', 'const { POSTMARK_TOKEN } = process.env', 'away'],
  ['packages/mail/src/postmark.ts', 'const { env } = process', 'away'],
  ['packages/mail/src/postmark.ts', "const token = globalThis.process['env'].POSTMARK_TOKEN", 'away'],
  ['packages/mail/src/postmark.ts', "import { env } from 'node:process'", 'away'],

  ['packages/kernel/src/calendar.ts', 'export const clock = { now: () => new Date() }'],
  ['packages/domain/src/people/age.test.ts', 'Date.now()'],
  ['packages/domain/src/people/age.ts', 'const at = new Date(row.at)'],
  ['packages/domain/src/people/age.ts', 'const at = new Date()', 'away'],
  ['packages/domain/src/people/age.ts', 'const at = Date.now()', 'away'],
  ['packages/domain/src/people/age.ts', 'const at = Date()', 'away'],
  ['packages/domain/src/people/age.ts', 'const at = Temporal.Now.instant()', 'away'],
])

run('file-name', fileName, [
  ['packages/domain/src/people/people.schema.ts', ''],
  ['packages/domain/src/people/person-name.test.ts', ''],
  ['apps/web/src/service-worker.ts', ''],
  ['apps/web/src/routes/[node]/people/+page.server.ts', ''],
  ['apps/web/src/routes/+layout.svelte', ''],
  ['packages/ui/src/DataTable.svelte', ''],
  ['packages/ui/src/focus-trap.svelte.ts', ''],
  ['packages/domain/src/people/utils.ts', '', 'empty'],
  ['packages/domain/src/people/name-helpers.ts', '', 'empty'],
  ['packages/domain/src/common/money.ts', '', 'empty'],
  ['packages/mail/src/mail-service.ts', '', 'empty'],
  ['packages/ui/src/FocusManager.svelte', '', 'empty'],
  ['packages/domain/src/people/personName.ts', '', 'kebab'],
  ['packages/domain/src/people/PersonName.ts', '', 'kebab'],
  ['packages/ui/src/data-table.svelte', '', 'pascal'],
])

const said = '/** Says what it is for. */\n'
run('docstring', docstring, [
  ['packages/domain/src/people/archive.ts', `${said}export const archive = mutation({})`],
  ['packages/domain/src/people/archive.ts', 'export const archive = mutation({})', 'missing'],
  ['packages/domain/src/people/people.rules.ts', `${said}export function mayArchive() {}`],
  ['packages/domain/src/people/people.rules.ts', 'export function mayArchive() {}', 'missing'],
  ['packages/domain/src/people/people.rules.ts', '// A comment.\nexport function mayArchive() {}', 'missing'],
  ['packages/domain/src/people/people.rules.ts', '/** */\nexport function mayArchive() {}', 'missing'],
  ['packages/kernel/src/money.ts', 'export const add = (a: number, b: number) => a + b', 'missing'],
  [
    'packages/access/src/scope.ts',
    `${said}export function scope(a: 1): 1\nexport function scope(a: 2): 2\nexport function scope(a: any) { return a }`,
  ],
  ['packages/kernel/src/money.ts', 'export const limit = 3\nconst own = () => 1'],
  ['packages/domain/src/people/archive.test.ts', 'export const story = () => 1'],
  ['packages/mail/src/kept.ts', 'export const kept = () => 1'],
])

run('module-state', moduleState, [
  [
    'packages/domain/src/people/list.ts',
    "const states = new Map([['a', 1]])\nconst kinds = ['a']\nfunction f() { let n = 0; return n }",
  ],
  ['packages/domain/src/people/list.ts', 'let calls = 0', 'state'],
  ['packages/domain/src/people/list.ts', 'export let calls = 0', 'state'],
  ['packages/auth/src/throttle.ts', 'const seen = new Map<string, number>()', 'state'],
  ['packages/auth/src/throttle.ts', 'const seen: string[] = []', 'state'],
  ['apps/web/src/lib/server/page.ts', 'const seen = new Set()', 'state'],
  ['apps/web/src/lib/theme.ts', 'let theme = 1'],
  ['packages/auth/src/throttle.test.ts', 'let database'],
])
