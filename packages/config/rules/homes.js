/**
 * One home for each dangerous thing: where it may stand, and what to use elsewhere. Homes are folders, files or patterns from the
 * root. `types` names places that may import its types. Source: architecture, "Who may import whom".
 */
const tests = ['**/*.test.ts', 'apps/web/e2e']
const tools = ['packages/config', 'apps/web/bench']

export const imports = [
  { source: /^lucia(\/|$)/, homes: ['packages/auth'], instead: 'ask @ministry/auth' },
  {
    source: /^@prisma\/|^\.prisma\/|\/generated\/prisma|(^|\/)db\/src\/generated\//,
    homes: ['packages/db'],
    types: ['packages/access'],
    instead: 'use the client that the context carries, and the types of @ministry/db',
  },
  { source: /^@casl\//, homes: ['packages/access'], instead: 'use scope() and find() of @ministry/access' },
  {
    source: /^inngest(\/|$)/,
    homes: ['packages/workflows', '**/*.workflow.ts'],
    instead: 'write a *.workflow.ts and use @ministry/workflows',
  },
  {
    source: /^@trpc\/server(\/|$)/,
    homes: ['**/*.router.ts', 'packages/domain/src/door.ts', 'packages/api', 'apps/web/src/routes/api'],
    instead: 'write a verb and name it in the *.router.ts',
  },
  {
    source: /^pg(-copy-streams|-cursor|-pool|-native)?$/,
    homes: ['packages/db', 'packages/workflows', 'prisma/seed', 'apps/web/bench'],
    instead: 'go through @ministry/db',
  },
  { source: /^postmark(\/|$)/, homes: ['packages/mail'], instead: 'send through @ministry/mail' },
  {
    source: /^(flydrive|sharp|file-type|@aws-sdk\/.*)(\/|$)/,
    homes: ['packages/domain/src/files'],
    instead: 'go through the verbs and the store of @ministry/domain/files',
  },
  { source: /^svelte\/store$/, homes: [], instead: 'use runes' },
]

export const members = [
  {
    object: 'process',
    property: /^env$/,
    homes: [
      'apps/web/environment.ts',
      'packages/db/prisma.config.ts',
      'packages/*/tools',
      '**/{vite,vitest,playwright}.config.ts',
      '**/*.setup.ts',
      ...tests,
      ...tools,
    ],
    instead: 'take the setting as an argument; apps/web/environment.ts reads and checks the environment',
  },
  {
    property: /^\$(query|execute)Raw/,
    homes: ['packages/db', ...tests],
    instead: 'put the statement behind a function of @ministry/db',
  },
]

export const names = [
  { name: 'accessibleBy', homes: ['packages/access'], instead: 'use scope(): accessibleBy of nothing is everything' },
]

export const clock = {
  homes: ['packages/kernel/src/calendar.ts', ...tests, ...tools],
  instead: "take the time from the context's clock",
}
