import { builtinModules } from 'node:module'
import type { IForbiddenRuleType } from 'dependency-cruiser'
import { tiers } from './tiers.ts'

/** Which packages a package may import. Source: architecture, "Who may import whom". */
const mayImport: Record<string, readonly string[]> = {
  kernel: [],
  db: ['kernel'],
  mail: ['db', 'kernel'],
  workflows: ['db', 'kernel'],
  access: ['db', 'kernel'],
  auth: ['access', 'db', 'kernel'],
  domain: ['access', 'workflows', 'mail', 'auth', 'db', 'kernel'],
  api: ['domain', 'access', 'workflows', 'mail', 'auth', 'db', 'kernel'],
  ui: ['kernel'],
  config: [],
}

const any = (names: readonly string[]) => `(${names.join('|')})`
const test = '\\.test\\.ts$'
const testSetup = '/test-[a-z-]+\\.ts$'
const packages = '^packages/[^/]+/'
const schema = '^packages/domain/src/[^/]+/[^/]+\\.schema\\.ts$'
// The shared vitest settings are everybody's.
const vitestConfig = 'vitest\\.config\\.ts$'

/** Modules that a browser may be sent: everything of the app's sources that SvelteKit doesn't keep on the server. */
const browser = {
  path: '^apps/web/src/',
  pathNot: ['\\.server\\.ts$', '/\\+server\\.ts$', '^apps/web/src/lib/server/', test],
}
const builtins = `^(node:)?${any(builtinModules.map((name) => name.replace('/', '\\/')))}$`
const forbidden = (name: string, comment: string, from: object, to: object) =>
  ({ name, comment, severity: 'error', from, to }) as IForbiddenRuleType

const packageRules = Object.entries(mayImport).map(([name, others]) =>
  forbidden(
    `${name}-imports`,
    `packages/${name} may import ${others.join(', ') || 'no other package'}.`,
    { path: `^packages/${name}/`, pathNot: vitestConfig },
    { path: ['^apps/', packages], pathNot: `^packages/${any([name, ...others])}/` },
  ),
)

const capability = (names: readonly string[]) => `^packages/domain/src/${any(names)}/`
const tierRules = tiers.flatMap((names, tier) => {
  const above = tiers.slice(tier + 1).flat()
  const comment = `Tier ${tier} never imports from a tier above: tell it by an event.`
  return above.length
    ? [forbidden(`tier-${tier}-up`, comment, { path: capability(names) }, { path: capability(above) })]
    : []
})

/** Rules over everything that is written, types included. */
export const writtenRules: IForbiddenRuleType[] = [
  forbidden('no-circle', 'Nothing imports itself by a detour.', {}, { circular: true }),
  ...packageRules,
  forbidden(
    'seed-imports',
    'The seeds write rows: db, auth for passwords, access for roles, and the kernel.',
    { path: '^prisma/', pathNot: vitestConfig },
    { path: ['^apps/', packages], pathNot: `^packages/${any(['access', 'auth', 'db', 'domain', 'kernel'])}/` },
  ),
  forbidden(
    'seeds-are-for-tests',
    "The seeds are the tests' story and the server's to plant; no package is built on them.",
    { path: packages, pathNot: [test, testSetup] },
    { path: '^prisma/' },
  ),
  forbidden(
    'by-name',
    'Another package is imported by its name, so that its exports decide what can be reached.',
    // Tests may look into the message files themselves.
    { path: '^(packages/([^/]+)|apps/([^/]+)|prisma)/', pathNot: ['^packages/config/', test] },
    { path: packages, pathNot: '^packages/$2/', dependencyTypes: ['local'] },
  ),
  forbidden(
    'kernel-is-small',
    'The kernel runs anywhere: zod, dinero.js, uuid and nothing else.',
    { path: '^packages/kernel/src/', pathNot: test },
    { path: ['node_modules/', builtins], pathNot: 'node_modules/(zod|dinero\\.js|uuid|@dinero\\.js)/' },
  ),
  ...tierRules,
  forbidden(
    'capability-has-a-tier',
    'Every capability stands in one of the tiers of packages/config/tiers.ts.',
    { path: '^packages/domain/src/[^/]+/', pathNot: capability(tiers.flat()) },
    {},
  ),
  forbidden(
    'through-the-index',
    'Another capability is imported through its index.ts.',
    { path: '^packages/domain/src/([^/]+)/', pathNot: [test, testSetup] },
    {
      path: '^packages/domain/src/[^/]+/',
      pathNot: ['^packages/domain/src/$1/', '^packages/domain/src/[^/]+/index\\.ts$'],
    },
  ),
  forbidden(
    'ground-knows-no-capability',
    'What all capabilities stand on knows none of them.',
    { path: '^packages/domain/src/[^/]+\\.ts$', pathNot: [test, testSetup, '^packages/domain/src/index\\.ts$'] },
    { path: '^packages/domain/src/[^/]+/' },
  ),
  forbidden(
    'schema-is-for-everybody',
    'The browser imports schemas: zod and the kernel, nothing else.',
    { path: '^packages/domain/src/([^/]+)/.*\\.schema\\.ts$' },
    // A capability may write its shapes in several files.
    { pathNot: ['node_modules/zod/', '^packages/kernel/', '^packages/domain/src/$1/.*\\.schema\\.ts$'] },
  ),
  forbidden(
    'rules-are-pure',
    'Rules decide over what they are given: no database, no mail, no files.',
    { path: '\\.rules\\.ts$' },
    { path: [`^packages/${any(['db', 'mail', 'workflows', 'auth'])}/`, builtins], dependencyTypesNot: ['type-only'] },
  ),
  forbidden(
    'browser-imports',
    'Pages and components import ui, kernel, schemas, the root of access, and types of api.',
    browser,
    {
      path: packages,
      pathNot: ['^packages/(ui|kernel)/', schema, '^packages/access/src/index\\.ts$', '^packages/api/'],
    },
  ),
  forbidden('browser-imports-api', 'Of api a page knows the types alone.', browser, {
    path: '^packages/api/',
    dependencyTypesNot: ['type-only'],
  }),
  forbidden(
    'web-imports-domain',
    'The app reaches the product through api; of domain it knows the schemas.',
    { path: '^apps/web/src/', pathNot: test },
    { path: '^packages/domain/', pathNot: schema },
  ),
]

/** Rules over what is left at run time, when types are gone: followed through all modules in between. */
export const runtimeRules: IForbiddenRuleType[] = [
  forbidden('server-code-in-the-browser', 'This would be sent to the browser.', browser, {
    path: [
      `^packages/${any(['db', 'auth', 'mail', 'workflows', 'api'])}/`,
      '^packages/access/src/scope\\.ts$',
      '^packages/domain/src/(?![^/]+/[^/]+\\.schema\\.ts$)',
      '^apps/web/src/lib/server/',
      '^apps/web/src/.*\\.server\\.ts$',
      '^apps/web/(demo/)?[^/]+\\.ts$',
      builtins,
    ],
    reachable: true,
  }),
]
