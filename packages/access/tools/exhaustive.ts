/** The long form of the comparison: every role at every node where it can be held. Prints what it asked; fails on any difference. */
import { compare } from '../src/oracle/compare.ts'
import { world } from '../src/oracle/index.ts'

const { asked, differences } = compare(world, { seats: (possible) => possible })
console.log(`${asked.toLocaleString('en')} questions, ${differences.length} differences`)
for (const difference of differences.slice(0, 20)) console.log(JSON.stringify(difference))
process.exitCode = differences.length ? 1 : 0
