/** Stops before the catalogue is compiled where a key stands in two files of a language: the compiler would never end, and say nothing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'messages')
const twice = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: language }) => {
    const homes = new Map<string, string[]>()
    for (const file of readdirSync(join(folder, language)))
      for (const key of Object.keys(JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as object))
        if (key !== '$schema') homes.set(key, [...(homes.get(key) ?? []), `${language}/${file}`])
    return [...homes].filter(([, files]) => files.length > 1).map(([key, files]) => `${key}: ${files.join(', ')}`)
  })
if (twice.length)
  throw new Error(`A text of the catalogue stands in two files. Keep one of them:\n  ${twice.join('\n  ')}`)
