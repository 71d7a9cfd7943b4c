import { cruise } from 'dependency-cruiser'
import type { ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runtimeRules, writtenRules } from './dependency-rules.ts'
import { root } from './launcher/places.mjs'

/** Who imports what they may not: one line for each, empty where all is well. */
export async function boundaries(from = root): Promise<string[]> {
  const written = await broken(from, writtenRules, true)
  const runtime = await broken(from, runtimeRules, false)
  return [...written, ...runtime, ...openToTheBrowser(from)]
}

async function broken(from: string, rules: IForbiddenRuleType[], types: boolean): Promise<string[]> {
  const folders = ['packages', 'apps', 'prisma'].filter((folder) => existsSync(join(from, folder)))
  const { output } = await cruise(
    folders,
    {
      baseDir: from,
      validate: true,
      ruleSet: { forbidden: rules },
      doNotFollow: { path: 'node_modules' },
      exclude: { path: ['/generated/', '/build/', '/\\.svelte-kit/', '/test-results/'] },
      tsPreCompilationDeps: types,
    },
    { exportsFields: ['exports'], conditionNames: ['types', 'svelte', 'import', 'node', 'default'] },
    { tsConfig: { options: { allowImportingTsExtensions: true } } },
  )
  const { summary } = output as ICruiseResult
  return summary.violations.map(({ rule, from, to, cycle, via }) => {
    const way = (cycle ?? via ?? []).map(({ name }) => name)
    const comment = rules.find(({ name }) => name === rule.name)?.comment ?? ''
    return `${rule.name}: ${from} → ${way.length ? way.join(' → ') : to}\n    ${comment}`
  })
}

/** Each way into these, but for the ones named, must lead a browser's bundler to a file that isn't there. */
const serverOnly: Record<string, readonly string[]> = {
  access: ['.'],
  api: [],
  auth: [],
  db: [],
  domain: ['./*/schema'],
  mail: [],
  workflows: [],
}

function openToTheBrowser(from: string): string[] {
  return globSync('packages/*/package.json', { cwd: from }).flatMap((file) => {
    const open = serverOnly[file.split(/[\\/]/)[1] ?? '']
    const { exports = {} } = JSON.parse(readFileSync(join(from, file), 'utf8')) as { exports?: Record<string, unknown> }
    return Object.entries(exports)
      .filter(([entry, target]) => open && !open.includes(entry) && !isShut(join(from, file, '..'), target))
      .map(([entry]) => `open-to-the-browser: ${file} exports "${entry}" without a "browser" that doesn't exist.`)
  })
}

/** Bundlers take the first condition that holds, so "browser" comes before all but "types". */
function isShut(folder: string, target: unknown): boolean {
  if (typeof target !== 'object' || target === null) return false
  const [first, path] = Object.entries(target).filter(([condition]) => condition !== 'types')[0] ?? []
  return first === 'browser' && typeof path === 'string' && !existsSync(join(folder, path))
}

if (import.meta.main) {
  const faults = await boundaries()
  for (const fault of faults) console.error(fault)
  console.log(faults.length ? `\n${faults.length} boundaries broken.` : 'Every boundary holds.')
  process.exitCode = faults.length ? 1 : 0
}
