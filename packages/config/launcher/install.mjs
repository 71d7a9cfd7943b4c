import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Sentence } from './endings.mjs'
import { root } from './places.mjs'
import { run } from './run.mjs'
import { tools } from './toolchain.mjs'

/** Installs the dependencies as the lockfile has them; nothing to do where it is unchanged since the last time. */
export async function install(env) {
  const stamp = join(root, 'node_modules', '.installed')
  const wanted = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log('Installing dependencies …')
  const code = await run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'], {
    env,
  })
  if (code)
    throw new Sentence(
      'The dependencies could not be installed; what pnpm said stands above. Is the npm registry in reach?',
    )
  writeFileSync(stamp, wanted)
}

function fingerprint() {
  const hash = createHash('sha256').update(JSON.stringify(tools))
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests()])
    hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

const manifests = () =>
  [
    '.',
    'prisma',
    ...['apps', 'packages'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name))),
  ]
    .map((folder) => join(folder, 'package.json'))
    .filter((file) => existsSync(join(root, file)))
