import { matchesGlob, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A linted file's path from the root of the repository, with forward slashes on every system. */
export const placeOf = (filename) => relative(root, filename).split(sep).join('/')

/** Whether a place is inside one of the folders or matches one of the patterns. */
export const isIn = (place, homes) => homes.some((home) => matchesGlob(place, home) || matchesGlob(place, `${home}/**`))
