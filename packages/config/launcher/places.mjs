import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '')
/** Where the pinned Node and pnpm are kept, and the lock that keeps two launchers apart. */
export const toolchain = join(root, '.toolchain')
export const windows = process.platform === 'win32'
