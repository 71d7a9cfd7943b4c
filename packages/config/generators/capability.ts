import { Sentence } from '../launcher/endings.mjs'
import type { House } from './house.ts'
import { addImport, addToRouter, camel } from './text.ts'

const tiersFile = 'packages/config/tiers.ts'

/**
 * Writes a new capability: its folder, its tier, its place in the root router and its page of the message catalogue. Rules,
 * workflows and links come as files of their own with the first of each. Throws Sentence where it can't.
 */
export function newCapability(house: House, { name, tier }: { name: string; tier: number }): void {
  if (!/^[a-z]+(-[a-z]+)*$/.test(name)) throw new Sentence(`A capability is written in kebab-case: "${name}" is not.`)
  if (![0, 1, 2, 3].includes(tier))
    throw new Sentence('The tier is 0, 1, 2 or 3: see the architecture, or the ' + tiersFile)
  const folder = `packages/domain/src/${name}`
  house.add(`${folder}/README.md`, readme(name))
  house.add(
    `${folder}/${name}.schema.ts`,
    `/** Shapes of ${name}: what goes in and out of the verbs. The browser may import this file. */\n`,
  )
  house.add(`${folder}/index.ts`, '')
  ensureRouter(house, name)
  if (!house.read(tiersFile)?.includes(`\n  ${key(name)}: `))
    house.edit(tiersFile, (text) => withTier(text, name, tier))
  house.add(`packages/kernel/messages/en/${name}.json`, '{}\n')
  house.edit('packages/kernel/project.inlang/settings.json', (text) =>
    text.replace(/\n( *)("\.\/messages\/[^\n]*")\n( *)\]/, `\n$1$2,\n$1"./messages/{locale}/${name}.json"\n$3]`),
  )
}

/** A router for the capability, exported and part of the root router; nothing to do where there is one. */
export function ensureRouter(house: House, capability: string): void {
  const folder = `packages/domain/src/${capability}`
  const router = `${camel(capability)}Router`
  if (house.read(`${folder}/${capability}.router.ts`) !== undefined) return
  house.add(
    `${folder}/${capability}.router.ts`,
    `import { router } from '../door.ts'\n\nexport const ${router} = router({})\n`,
  )
  const exported = `export { ${router} } from './${capability}.router.ts'\n`
  if (!house.read(`${folder}/index.ts`)?.includes(exported)) house.edit(`${folder}/index.ts`, (text) => text + exported)
  const line = `import { ${router} } from '@ministry/domain/${capability}'`
  if (house.read('packages/api/src/root.ts')?.includes(line)) return
  house.edit('packages/api/src/root.ts', (text) =>
    addToRouter(addImport(text, line), `${key(camel(capability))}: ${router}`),
  )
}

const key = (name: string) => (/^\w+$/.test(name) ? name : `'${name}'`)

/** After the last capability of the tier. */
const withTier = (text: string, name: string, tier: number) =>
  text.replace(new RegExp(`(.*: ${tier},\\n)(?![^]*: ${tier},)`), `$1  ${key(name)}: ${tier},\n`)

const readme = (name: string) => `# ${name}

What this is for, in a sentence. Source: the ids of the requirements.

**Nouns.**

**Invariants**

**Permissions.**

**Events.** In: none. Out: none.

**Decisions.**
`
