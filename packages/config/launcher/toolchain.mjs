import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Sentence } from './endings.mjs'
import { toolchain } from './places.mjs'
import { run } from './run.mjs'

/** The versions everybody works with; changing one here is all it takes to move everybody. */
export const tools = { node: '24.21.0', pnpm: '12.21.0' }

/**
 * Puts the pinned Node and pnpm into `.toolchain/`, once. The stamp is written last, so that an interrupted download is
 * simply begun anew. Throws Sentence without a network or without npm.
 */
export async function fetchToolchain(env) {
  const stamp = join(toolchain, 'stamp')
  const wanted = JSON.stringify(tools)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.log(`Fetching Node ${tools.node} and pnpm ${tools.pnpm} into .toolchain (once, about 60 MB) …`)
  rmSync(stamp, { force: true })
  rmSync(join(toolchain, 'node_modules'), { recursive: true, force: true })
  const log = join(toolchain, 'fetch.log')
  if (await npmInstall(env, log)) throw new Sentence(complaint(readFileSync(log, 'utf8')))
  writeFileSync(stamp, wanted)
}

async function npmInstall(env, log) {
  const packages = Object.entries(tools).map(([name, version]) => `${name}@${version}`)
  const options =
    '--no-save --no-package-lock --no-audit --no-fund --loglevel=error --prefer-offline --fetch-retries=1 --fetch-retry-mintimeout=1000'
  // Both packages put their binary in place by an install script, which a careful user's settings would skip.
  const args = ['install', '--prefix', toolchain, '--ignore-scripts=false', ...options.split(' '), ...packages]
  const said = openSync(log, 'w')
  try {
    return await run('npm', args, { env, stdio: ['ignore', 'ignore', said] })
  } finally {
    closeSync(said)
  }
}

const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED/

function complaint(said) {
  const what = `Node ${tools.node} and pnpm ${tools.pnpm} could not be fetched from the npm registry`
  if (offline.test(said)) return `${what}: there is no connection to it. Once that is back, the same command goes on.`
  const reason =
    /npm error (?!code|errno|syscall|path|A complete)(.+)/.exec(said)?.[1] ?? said.trim().split('\n').at(-1)
  return `${what}. npm said: ${reason || 'nothing'}`
}
