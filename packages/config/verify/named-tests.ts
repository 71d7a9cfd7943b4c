import { globSync } from 'node:fs'
import { join } from 'node:path'
import { Sentence } from '../launcher/endings.mjs'
import { root } from '../launcher/places.mjs'
import { run } from '../launcher/run.mjs'

/** Runs the tests whose path contains one of the words, package by package. Throws Sentence where there are none. */
export async function namedTests(words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const folders = packagesWith(words)
  if (folders.length === 0) throw new Sentence(`No step and no test is called ${words.join(' or ')}.`)
  const codes: number[] = []
  for (const folder of folders)
    codes.push(
      await run('pnpm', ['exec', 'vitest', 'run', ...words], { env, cwd: join(root, folder), ownGroup: false }),
    )
  return Math.max(...codes)
}

/** The packages that have a test with one of the words in its path inside the package. */
export function packagesWith(words: readonly string[], from = root): string[] {
  const tests = globSync('{apps/*,packages/*,prisma}/**/*.test.ts', {
    cwd: from,
    exclude: (name) => ['node_modules', 'build', 'e2e'].includes(name),
  })
  const inside = tests.map((test) => /^(prisma|[^/\\]+[/\\][^/\\]+)[/\\](.+)$/.exec(test))
  const found = inside.filter((match) => words.some((word) => match?.[2]?.includes(word)))
  return [...new Set(found.map((match) => match?.[1] ?? ''))].sort()
}
