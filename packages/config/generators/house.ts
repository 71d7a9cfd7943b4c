import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Sentence } from '../launcher/endings.mjs'
import { root } from '../launcher/places.mjs'

/** The checkout with changes that are not written yet: all of a generator's files are written, or none. */
export interface House {
  read(place: string): string | undefined
  /** Adds a file; throws Sentence where it is already there. */
  add(place: string, text: string): void
  /** Changes a file; throws Sentence where it is missing or the change changes nothing. */
  edit(place: string, change: (text: string) => string): void
  readonly changes: ReadonlyMap<string, string>
}

/** Opens a checkout for generators. Places are paths from its root. */
export function openHouse(from = root): House {
  const changes = new Map<string, string>()
  const read = (place: string) => {
    const file = join(from, place)
    return changes.get(place) ?? (existsSync(file) ? readFileSync(file, 'utf8') : undefined)
  }
  return {
    read,
    changes,
    add(place, text) {
      if (read(place) !== undefined) throw new Sentence(`${place} is already there.`)
      changes.set(place, text)
    },
    edit(place, change) {
      const text = read(place)
      if (text === undefined) throw new Sentence(`${place} is not there.`)
      const changed = change(text)
      if (changed === text) throw new Sentence(`${place} doesn't look as expected; change it by hand.`)
      changes.set(place, changed)
    },
  }
}

/** Writes the changes of a house to the disk. */
export function build(house: House, into = root): void {
  for (const [place, text] of house.changes) {
    mkdirSync(dirname(join(into, place)), { recursive: true })
    writeFileSync(join(into, place), text)
  }
}
