/** What can be said of security by reading all sources. Source: OWASP ASVS 5.0.0. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../launcher/places.mjs'

const beside =
  /(^|\/)(node_modules|build|generated|\.svelte-kit|test-results|testing|test|e2e|bench|tools|conformance|doors|oracle)\/|\.(test|spec)\.ts$|(^|\/)test-[\w-]+\.ts$|\.config\.ts$/
const files = globSync(['apps/**/*.{ts,svelte}', 'packages/**/*.{ts,svelte}'], {
  cwd: root,
  exclude: (name) => ['node_modules', 'build', 'generated', '.svelte-kit', 'test-results'].includes(name),
})
/** What runs where the product runs: no tests, no tools of ours. */
const product = files
  .filter((file) => !beside.test(file) && !file.startsWith('packages/config/'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
const having = (pattern: RegExp) =>
  product
    .filter(({ text }) => pattern.test(text))
    .map(({ file }) => file)
    .sort()
const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
const toName = 'the README beside this test must name exactly these'
/** The files that a part of the README names. */
const named = (heading: string) =>
  [...(readme.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '').matchAll(/`([\w/.-]+\.(?:ts|svelte))`/g)]
    .map(([, file]) => file)
    .sort()

test('there are sources to read', () => expect(product.length).toBeGreaterThan(500))

test('pages show text as text', () => {
  expect(having(/\{@html|\.innerHTML|insertAdjacentHTML|document\.write/)).toEqual([])
})

test('no text is run as code', () => {
  expect(having(/\beval\(|new Function\(|from 'node:vm'|setTimeout\(['"`]/)).toEqual([])
})

test('no request starts a program', () => {
  expect(having(/node:child_process|node:worker_threads|node:cluster/)).toEqual(named('What starts programs'))
})

test('no pattern is made of what people write', () => {
  // They are made of constants, of codes of currencies, and of what functions of ours ask for.
  expect(having(/new RegExp\(/)).toEqual([
    'apps/web/src/lib/approvals/route-form.ts',
    'packages/api/src/rest/operations.ts',
    'packages/auth/src/api-keys.ts',
    'packages/domain/src/imports/reading/matching/not-taken.ts',
    'packages/domain/src/monitoring/mask.ts',
    'packages/kernel/src/money.ts',
    'packages/workflows/src/executor/expression-functions.ts',
    'packages/workflows/src/executor/expression-tokens.ts',
  ])
})

test('no page listens to other windows', () => {
  expect(having(/postMessage\(|addEventListener\(['"]message['"]|onmessage/)).toEqual([])
})

test('chance that matters is never that of Math.random', () => {
  // There it spreads retries.
  expect(having(/Math\.random/)).toEqual(['packages/workflows/src/executor/executor.ts'])
})

test('cryptography stands where the inventory says', () => {
  // Hashes of what is no secret, and UUIDs, are no matter of keys.
  const cryptography =
    /import \{(?! (?:createHash|randomUUID) \})[^}]*\} from 'node:crypto'|from '(?:jose|lucia|otpauth|altcha-lib[^']*|@node-rs\/bcrypt|@simplewebauthn\/[^']*)'/
  expect(having(cryptography), toName).toEqual(named('Keys and algorithms'))
})

test('one cipher, and hashes of at least 256 bits', () => {
  const told = (pattern: RegExp) =>
    product.flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([, name]) => [name!, file]))
  expect(new Set(told(/create(?:Cipher|Decipher)(?:iv)?\((\S+),/g).map(([name]) => name))).toEqual(
    new Set(["'aes-256-gcm'"]),
  )
  const hashes = told(/(?:createHash|createHmac|hkdfSync|pbkdf2Sync)\('([^']+)'/g).filter(([name]) => name !== 'sha256')
  // The name of a prepared statement; nobody gains by two that are alike.
  expect(hashes).toEqual([['sha1', 'packages/db/src/database.ts']])
})

test('no certificate goes unchecked', () => {
  expect(having(/rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity/)).toEqual([])
})

test('what speaks to the network stands where the list says', () => {
  const speaking =
    /^import (?!type )[^'"]* from '(node:https?|undici|postmark|pg|flydrive[^']*|@aws-sdk\/[^']*)'|new Inngest\(/m
  expect(having(speaking), toName).toEqual(named('Whom the product speaks to'))
})

test('the environment is read in one place', () => {
  expect(having(/process\.env|\$env\//)).toEqual(['apps/web/environment.ts'])
})

test('nothing is said beside the log', () => {
  expect(having(/console\.\w+\(|process\.std(out|err)\.write/)).toEqual(named('What is logged where'))
})

test('every dependency comes from the registry, and its content is known', () => {
  const lock = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
  const resolutions = lock.match(/resolution: \{.*\}/g) ?? []
  expect(resolutions.length).toBeGreaterThan(300)
  expect(resolutions.filter((one) => !/^resolution: \{integrity: sha512-/.test(one))).toEqual([])
})
