import { parseArgs } from 'node:util'
import { newCapability } from './capability.ts'
import { build, openHouse } from './house.ts'
import { told } from './told.ts'

const usage = 'Usage: pnpm new:capability <name> --tier <0, 1, 2 or 3>'

told(usage, () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { tier: { type: 'string' } } })
  const [name, ...rest] = positionals
  if (!name || rest.length || values.tier === undefined) return usage
  const house = openHouse()
  newCapability(house, { name, tier: Number(values.tier) })
  build(house)
  return [
    ...house.changes.keys(),
    '',
    `Next: its tables in prisma/schema/${name}.prisma (pnpm db:migrate), its nouns in packages/access/src/nouns.ts, and`,
    `  pnpm new:verb ${name} <verb>`,
  ].join('\n')
})
