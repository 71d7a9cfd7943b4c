import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { guardedNouns } from './rights.ts'

const folder = new URL('../../../prisma/migrations/', import.meta.url)

test('the database is told of exactly those nouns that its policies and functions ask for', () => {
  const asked = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => [
      ...readFileSync(new URL(`${name}/migration.sql`, folder), 'utf8').matchAll(/app\.nodes\('(\w+)\./g),
    ])
    .map(([, noun]) => noun!)
  expect([...new Set(asked)].toSorted()).toEqual([...guardedNouns].toSorted())
})
