import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Sentence } from './endings.mjs'
import { toolchain, windows } from './places.mjs'

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
  const { code, said } = await npmInstall(env)
  if (code) throw new Sentence(complaint(said))
  writeFileSync(stamp, wanted)
}

function npmInstall(env) {
  const packages = Object.entries(tools).map(([name, version]) => `${name}@${version}`)
  const options = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=1']
  // Both packages put their binary in place by an install script, which a careful user's settings would skip.
  const args = ['install', '--prefix', toolchain, '--ignore-scripts=false', ...options, ...packages]
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { env, stdio: ['ignore', 'ignore', 'pipe'], shell: windows })
    let said = ''
    child.stderr.on('data', (chunk) => (said += chunk))
    child.on('error', () => reject(new Sentence('npm is needed to fetch Node and pnpm, and is not on the path.')))
    child.on('close', (code) => resolve({ code: code ?? 1, said }))
  })
}

const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED/

function complaint(said) {
  const what = `Node ${tools.node} and pnpm ${tools.pnpm} could not be fetched from the npm registry`
  if (offline.test(said)) return `${what}: there is no connection to it. Once that is back, the same command goes on.`
  const reason =
    /npm error (?!code|errno|syscall|path|A complete)(.+)/.exec(said)?.[1] ?? said.trim().split('\n').at(-1)
  return `${what}. npm said: ${reason || 'nothing'}`
}
