import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root, toolchain } from './places.mjs'

/** What every command gets: the pinned tools first on the path, and nothing that phones home or nags about updates. */
export const environment = () => ({
  ...process.env,
  ...writableHome(),
  PATH: [join(toolchain, 'node_modules', '.bin'), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
  CHECKPOINT_DISABLE: '1',
  DO_NOT_TRACK: '1',
  NO_UPDATE_NOTIFIER: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  TURBO_TELEMETRY_DISABLED: '1',
})

/** Service accounts often have a home that doesn't exist; caches and stores then go beside the toolchain. */
function writableHome() {
  try {
    accessSync(homedir(), constants.W_OK)
    return {}
  } catch {
    const home = join(toolchain, 'home')
    try {
      mkdirSync(home, { recursive: true })
    } catch {
      return {} // An unwritable checkout is told of where it is first written to.
    }
    // npm has told its scripts where its cache is: in the home that doesn't exist.
    return { HOME: home, USERPROFILE: home, npm_config_cache: join(home, '.npm') }
  }
}
