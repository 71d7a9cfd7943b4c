/**
 * `pnpm bench`: the scoreboard, on the large seed with row-level security on. Ratios within one run count; the machine is
 * shared, so absolute figures are only told. `--people N --nodes N` choose the size, `--only 1,7` the rows, `--json FILE` also
 * writes numbers, `--growth SMALL,LARGE` the two sizes of row 4. `--folder DIR` keeps the database there for the next run.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { largeHandles, story } from '@ministry/seed'
import { growth } from './growth.ts'
import { imports } from './import-rows.ts'
import { approverInbox } from './inbox-rows.ts'
import { deepPage, duringSignIns, lists, search, type Measured } from './rows.ts'
import { signInCrowd } from './sign-in-rows.ts'
import { openStage } from './stage.ts'
import { duplicateSweep } from './sweep-rows.ts'
import { wall } from './wall-rows.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '300000' },
    nodes: { type: 'string', default: '10000' },
    pairs: { type: 'string', default: '200' },
    only: { type: 'string', default: '1,3,4,5,7,9,10,11,12,13' },
    growth: { type: 'string', default: '10000,1000000' },
    'import-rows': { type: 'string', default: '100000' },
    'sign-ins': { type: 'string', default: '500' },
    json: { type: 'string' },
    folder: { type: 'string' },
  },
})
const wanted = new Set(values.only.split(','))
const pairs = Number(values.pairs)
const size = { people: Number(values.people), nodes: Number(values.nodes) }
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'ministry-bench-'))
const results: Measured[] = []
const tell = (found: Measured[]) => {
  results.push(...found)
  for (const { row, measure, value, target, good, note } of found)
    console.log(
      `${good ? ' ' : '!'} ${row.padEnd(3)} ${measure.padEnd(58)} ${value.toFixed(2).padStart(8)}   ${target.padEnd(20)} ${note}`,
    )
}

console.log(`${size.people} people, ${size.nodes} nodes, ${pairs} pairs`)
const stage = await openStage(join(folder, 'main'), size, { keep: values.folder !== undefined })
try {
  if (wanted.has('1')) tell(await lists(stage, pairs))
  if (wanted.has('3')) tell(await deepPage(stage, pairs))
  if (wanted.has('5')) tell(await search(stage, pairs))
  if (wanted.has('9')) {
    const names = Object.values(largeHandles).map(({ username }) => username)
    let turn = 0
    tell(
      await duringSignIns(stage, pairs, () =>
        stage.call(
          'accounts.signIn',
          { login: names[turn++ % names.length], password: story.password },
          '',
          'POST',
          // Eight who come together from one address would be asked for work.
          `10.0.${(turn >> 8) & 255}.${turn & 255}`,
        ),
      ),
    )
  }
  if (wanted.has('10')) tell(await approverInbox(stage, pairs))
  if (wanted.has('11')) tell(await wall(stage, pairs))
  if (wanted.has('12')) tell(await signInCrowd(stage, Number(values['sign-ins'])))
  if (wanted.has('13')) tell(await duplicateSweep(stage))
  if (wanted.has('7')) tell(await imports(stage, Number(values['import-rows'])))
} finally {
  await stage.close()
}
if (wanted.has('4')) tell(await growth(folder, values.growth.split(',').map(Number) as [number, number], pairs))
if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 2))
