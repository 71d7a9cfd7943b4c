/**
 * `pnpm score:duplicates FILE…`: how well the search for duplicates does on a CSV whose column `cluster` names the true person. All
 * other columns go through the import's own matching. Prints precision and recall of "certain" and "possible" (with "certain").
 */
import { createReadStream } from 'node:fs'
import { scoreDuplicates } from './duplicate-score.ts'

const files = process.argv.slice(2)
if (!files.length) {
  console.error('Which file? pnpm score:duplicates FILE.csv (its column "cluster" names the true person)')
  process.exit(2)
}
for (const file of files) {
  try {
    const { people, truePairs, certain, possible } = await scoreDuplicates(createReadStream(file))
    const figures = ({ found, right }: { found: number; right: number }) =>
      `precision ${share(right, found)}  recall ${share(right, truePairs)}  (${found} proposed, ${right} right)`
    console.log(`${file}: ${people} records, ${truePairs} true pairs`)
    console.log(`  certain   ${figures(certain)}`)
    console.log(`  possible  ${figures(possible)}`)
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}

function share(part: number, whole: number): string {
  return whole ? (part / whole).toFixed(4) : '–'
}
