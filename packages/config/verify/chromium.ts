import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Sentence } from '../launcher/endings.mjs'
import { run } from '../launcher/run.mjs'

const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']
const missing =
  'The browser tests need Chromium: `apt-get install chromium` as root, or set CHROMIUM_PATH to the one you have.'

/** Finds Chromium and names it to the steps after it in CHROMIUM_PATH; installs Debian's where there is none and we may. */
export async function chromium(env: NodeJS.ProcessEnv): Promise<number> {
  const own = env['CHROMIUM_PATH']
  if (own && !executable(own)) throw new Sentence(`CHROMIUM_PATH is ${own}, and that is no program.`)
  let found = own ?? find(env)
  if (!found && process.getuid?.() === 0 && onPath('apt-get', env)) {
    const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive' }
    console.log("Installing Debian's Chromium …")
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']])
      if (await run('apt-get', ['-qq', '-o=Dpkg::Use-Pty=0', ...args], { env: quiet, ownGroup: false })) break
    found = find(env)
  }
  if (!found) throw new Sentence(missing)
  env['CHROMIUM_PATH'] = found
  console.log(found)
  return 0
}

const find = (env: NodeJS.ProcessEnv) =>
  usual.find(executable) ?? onPath('chromium', env) ?? onPath('google-chrome', env)

const onPath = (name: string, env: NodeJS.ProcessEnv) =>
  (env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(executable)

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
