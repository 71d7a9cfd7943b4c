/**
 * Fills the database that DATABASE_URL names (its owner's address): `node prisma/seed/index.ts demo`, or
 * `node prisma/seed/index.ts large [--people 300000] [--nodes 10000]`. SECRET is the product's own: the accounts can
 * sign in only where it is the same.
 */
import { parseArgs } from 'node:util'
import { createPasswords, passwordPepper } from '@ministry/auth'
import { seedDemo } from './demo.ts'
import { largeHandles } from './large-roles.ts'
import { LARGE, seedLarge, type LargeReport } from './large.ts'
import { story } from './story.ts'

const USAGE = 'Say what to write: `demo`, or `large` with --people and --nodes; DATABASE_URL and SECRET say where.'

// eslint-disable-next-line house/one-home -- a program of its own: this line is where it takes its settings from
const { DATABASE_URL: ownerUrl, SECRET: secret } = process.env
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: 'string', default: String(LARGE.people) },
    nodes: { type: 'string', default: String(LARGE.nodes) },
  },
})
const [what] = positionals
const size = { people: Number(values.people), nodes: Number(values.nodes) }
const understood = (what === 'demo' || what === 'large') && Object.values(size).every((n) => Number.isSafeInteger(n))

if (!ownerUrl || !secret || !understood) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  const { hash } = createPasswords({ pepper: passwordPepper(secret) })
  if (what === 'demo') console.log((await seedDemo(ownerUrl, hash)) ? demoLine() : 'The demo stands there already.')
  else {
    const report = await seedLarge(ownerUrl, { ...size, hash })
    console.log(report ? largeLines(report) : 'The large movement stands there already.')
  }
}

function demoLine() {
  const { everybody, nodes, password } = story
  return `Wrote the demo: ${everybody.length} people, ${Object.keys(nodes).length} nodes. Password of all accounts: ${password}`
}

function largeLines({ people, nodes, rows, seconds, steps }: LargeReport) {
  const number = (value: number) => Math.round(value).toLocaleString('en')
  return [
    `Wrote ${number(people)} people at ${number(nodes)} nodes: ${number(rows)} rows in ${seconds.toFixed(1)} s, ${number(rows / seconds)} rows/s.`,
    ...Object.entries(steps).map(([step, took]) => `  ${step.padEnd(8)} ${took.toFixed(1).padStart(6)} s`),
    `Accounts (password ${story.password}): ${Object.values(largeHandles)
      .map(({ username }) => username)
      .join(', ')}`,
  ].join('\n')
}
