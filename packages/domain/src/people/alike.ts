/** How alike what a row says and somebody on record are, as a share of one. Pure. Source: IMP-2, PPL-5. */
import { compare, type Population } from './duplicates/compare.ts'
import { knownOf } from './duplicates/known.ts'
import type { SomeFields } from './people.schema.ts'

/** Names and places in a file are taken to be neither rare nor common: the figure is shown, and decides nothing. */
const anyPopulation: Population = { size: 1024, share: () => 0.005 }
const PRIOR_BITS = 8

/** From 0 (somebody else) to 1 (the same, as far as one can tell), in hundredths. */
export function alike(name: string | null, fields: SomeFields, person: SomeFields & { name: string }): number {
  const one = knownOf('row', { name, fields })
  const other = knownOf('person', { name: person.name, fields: person })
  const { bits } = compare(one, other, anyPopulation)
  return Math.round(100 / (1 + 2 ** (PRIOR_BITS - bits))) / 100
}
