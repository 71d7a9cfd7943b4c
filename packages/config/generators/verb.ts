import { Sentence } from '../launcher/endings.mjs'
import { ensureRouter } from './capability.ts'
import type { House } from './house.ts'
import { addImport, addToRouter, camel, nounOf } from './text.ts'
import { testText, verbText } from './verb-text.ts'

export interface NewVerb {
  capability: string
  /** In kebab-case: the name of its file. */
  verb: string
  kind: 'mutation' | 'query'
  /** What the permission is about; by default what the capability is called, in the singular. */
  noun?: string | undefined
}

/** Writes a verb into a capability: its file, its test, its two schemas, its line in the router. Throws Sentence where it can't. */
export function newVerb(house: House, { capability, verb, kind, noun = nounOf(capability) }: NewVerb): void {
  const folder = `packages/domain/src/${capability}`
  if (!/^[a-z]+(-[a-z]+)*$/.test(verb)) throw new Sentence(`A verb is written in kebab-case: "${verb}" is not.`)
  if (reserved.has(verb)) throw new Sentence(`"${verb}" is a word of JavaScript; choose another verb.`)
  if (house.read(`${folder}/index.ts`) === undefined)
    throw new Sentence(
      `There is no capability "${capability}"; pnpm new:capability ${capability} --tier <0–3> makes one.`,
    )
  const name = camel(verb)
  const words = { capability, verb, kind, noun, name }
  house.add(`${folder}/${verb}.ts`, verbText(words))
  house.add(`${folder}/${verb}.test.ts`, testText(words))
  house.edit(`${folder}/${capability}.schema.ts`, (text) => withSchemas(text, name))
  ensureRouter(house, capability)
  house.edit(`${folder}/${capability}.router.ts`, (text) =>
    addToRouter(addImport(text, `import { ${name} } from './${verb}.ts'`), `${name}: procedure(${name})`).replace(
      "import { router } from '../door.ts'",
      "import { procedure, router } from '../door.ts'",
    ),
  )
}

/** Whether access knows the noun; where it doesn't, the verb won't compile until it does. */
export const isKnownNoun = (house: House, noun: string): boolean =>
  house.read('packages/access/src/nouns.ts')?.includes(`'${noun}'`) ?? false

const reserved = new Set(['delete', 'export', 'import', 'new', 'return', 'switch', 'void', 'with', 'default', 'in'])

function withSchemas(text: string, name: string): string {
  if (text.includes(`export const ${name}Input`) || text.includes(`export const ${name}Output`))
    throw new Sentence(`There are schemas called ${name}Input or ${name}Output already.`)
  const imported = addImport(addImport(text, "import * as z from 'zod'"), "import { id } from '@ministry/kernel/id'")
  const schemas = ['Input', 'Output'].map((which) => `export const ${name}${which} = z.object({ id: id() })\n`)
  return `${imported.trimEnd()}\n\n${schemas.join('')}`
}
