/** `pnpm asvs`: how the product stands to the standard, chapter by chapter, and what is open. */
import type { Requirement } from './requirement.ts'
import { chapters, table } from './table.ts'

const count = (rows: readonly Requirement[]) => {
  const open = rows.filter((row) => row.open).length
  const because = rows.filter((row) => row.because).length
  return [rows.length - open - because, because, open]
}
const line = (title: string, cells: readonly (number | string)[]) =>
  `${title.padEnd(24)}${cells.map((cell) => String(cell).padStart(10)).join('')}`

console.log(line('OWASP ASVS 5.0.0, L1+L2', ['shown', 'not ours', 'open']))
for (const [at, [title, rows]] of chapters.entries()) console.log(line(`V${at + 1} ${title}`, count(rows)))
console.log(line('all', count(table)))
console.log('\nOpen:')
for (const { id, level, asks, open } of table) if (open) console.log(`  ${id} (L${level}) ${asks}: ${open}`)
