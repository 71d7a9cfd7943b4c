interface Words {
  capability: string
  verb: string
  kind: 'mutation' | 'query'
  noun: string
  name: string
}

/** The file of a verb that does nothing yet but ask, find and answer. */
export function verbText({ capability, verb, kind, noun, name }: Words): string {
  const action = kind === 'query' ? 'read' : verb
  const audit =
    kind === 'query' ? '' : `    ctx.audit({ noun: '${noun}', subjectId: found.id, before: {}, after: {} })\n`
  return `import { find } from '@ministry/access/scope'
import { ${kind} } from '../verb.ts'
import { ${name}Input, ${name}Output } from './${capability}.schema.ts'

/**
 * Says in one sentence what this is for; shapes and units.
 * Errors: NotFound, NotAllowed. Source: the id of the requirement.
 */
export const ${name} = ${kind}({
  name: '${capability}.${verb}',
  permission: { action: '${action}', noun: '${noun}' },
  input: ${name}Input,
  output: ${name}Output,
  async run(ctx, { id }) {
    const found = await find<{ id: string }>(ctx, '${action}', '${noun}', id)
${audit}    return { id: found.id }
  },
})
`
}

/** Four cases that fail until somebody has chosen whom of the story they are about. */
export function testText(words: Words): string {
  const { capability, verb, kind, noun, name } = words
  const mutation = kind === 'mutation'
  return `import { expect, test } from 'vitest'
import { createWorld } from '../test-world.ts'
import { ${name} } from './${verb}.ts'

const { services, ${mutation ? 'owner, ' : ''}as } = await createWorld()
/** Whom or what the case is about: choose from the story of @ministry/seed. */
const chosen = (which: string): { id: string } => expect.unreachable(\`Choose \${which}.\`)

test('good path', async () => {
  const input = chosen('a ${noun} that a campus administrator may act on')
  expect(await ${name}.call(services, await as('campus-administrator'), input)).toEqual({ id: input.id })
})

test('out of scope: what lies elsewhere is not found', async () => {
  const input = chosen('a ${noun} of another campus')
  const answer = ${name}.call(services, await as('campus-administrator'), input)
  await expect(answer).rejects.toMatchObject({ kind: 'NotFound' })
})

${mutation ? mutationCases(capability, verb, noun, name) : queryCases(noun, name)}`
}

const mutationCases = (
  capability: string,
  verb: string,
  noun: string,
  name: string,
) => `test('rule broken', async () => {
  const input = chosen('a ${noun} for which a rule says no')
  const answer = ${name}.call(services, await as('campus-administrator'), input)
  await expect(answer).rejects.toMatchObject({ kind: 'RuleBroken', code: '${capability}.${verb}.why-not' })
})

test('audit row', async () => {
  const input = chosen('a ${noun} that a campus administrator may act on')
  await ${name}.call(services, await as('campus-administrator'), input)
  const { rows } = await owner.query('select action, before, after from audit_entry where subject_id = $1', [input.id])
  expect(rows).toEqual([{ action: '${capability}.${verb}', before: {}, after: {} }])
})
`

const queryCases = (
  noun: string,
  name: string,
) => `test('not allowed: who has no right to any is told so', async () => {
  const answer = ${name}.call(services, await as('external-contributor'), chosen('any ${noun}'))
  await expect(answer).rejects.toMatchObject({ kind: 'NotAllowed' })
})

test('not signed in', async () => {
  const nobody = { ...(await as('campus-administrator')), principal: null }
  await expect(${name}.call(services, nobody, chosen('any ${noun}'))).rejects.toMatchObject({ kind: 'NotSignedIn' })
})
`
