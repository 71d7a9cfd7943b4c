import { parseArgs } from 'node:util'
import { build, openHouse } from './house.ts'
import { told } from './told.ts'
import { nounOf } from './text.ts'
import { isKnownNoun, newVerb } from './verb.ts'

const usage = 'Usage: pnpm new:verb <capability> <verb> [--query] [--noun <Noun>]'

told(usage, () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { query: { type: 'boolean', default: false }, noun: { type: 'string' } },
  })
  const [capability, verb, ...rest] = positionals
  if (!capability || !verb || rest.length) return usage
  const house = openHouse()
  const noun = values.noun ?? nounOf(capability)
  const kind = values.query ? 'query' : 'mutation'
  newVerb(house, { capability, verb, kind, noun })
  build(house)
  const action = values.query ? 'read' : verb
  return [
    ...house.changes.keys(),
    '',
    ...(isKnownNoun(house, noun)
      ? []
      : [
          `Access doesn't know the noun ${noun} yet: put it into its area in packages/access/src/nouns.ts, or choose another with --noun.`,
        ]),
    `Next: fill in the schemas and run; grant "${action}" of ${noun} in packages/access/src/matrix.ts; then`,
    `  pnpm check && pnpm test ${capability}/${verb}`,
  ].join('\n')
})
