/** That the table is whole, and that what it cites exists. That it ran, the last step of `npm test` says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../launcher/places.mjs'
import { notRun } from '../verify/asvs.ts'
import type { Requirement } from './requirement.ts'
import { figures, required, sections } from './standard.ts'
import { chapters, table } from './table.ts'
import { endsWith, madeFrom, titlesIn } from './titles.ts'

const levels = Object.values(sections).join('')

test('the standard is told as it is', () => {
  for (const [level, count] of Object.entries(figures))
    expect([level, [...levels].filter((one) => one === level).length]).toEqual([level, count])
})

test('every requirement of levels 1 and 2 stands once, in its chapter and order, at its level', () => {
  expect(table.map(({ id, level }) => [id, level])).toEqual([...required()])
  for (const [at, [title, rows]] of chapters.entries())
    for (const { id } of rows) expect([title, id.split('.')[0]]).toEqual([title, String(at + 1)])
})

test('each says in a few words what is asked, and one thing of how it stands', () => {
  for (const { id, asks, tests, written, because, open } of table) {
    expect([id, asks.split(' ').length <= 10]).toEqual([id, true])
    const said = [tests?.length, written?.length, because?.length, open?.length].filter(Boolean)
    expect([id, said.length]).toEqual([id, 1])
  }
})

const cited = table.flatMap(({ id, tests = [] }) => tests.map((citation) => ({ id, ...citation })))
const titles = new Map(
  [...new Set(cited.map(({ file }) => file))].map((file) => [file, titlesIn(join(root, file))] as const),
)

test('every test that is cited exists', () => {
  expect(cited.length).toBeGreaterThan(100)
  const missing = cited.filter(({ file, name }) => !titles.get(file)?.some((path) => endsWith(path, name)))
  expect(missing).toEqual([])
})

test('every sentence that is cited stands in its document', () => {
  const sentences = table.flatMap(({ written = [] }) => written)
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ')
  const text = (file: string) => plain(readFileSync(join(root, file), 'utf8'))
  expect(sentences.filter(({ file, says }) => !text(file).includes(plain(says)))).toEqual([])
})

describe('what is cited has run', () => {
  const file = 'packages/a/src/a.test.ts'
  const row = (name: string, at = file): Requirement => ({
    ...{ id: '1.1.1', level: 2, asks: 'something', tests: [{ file: at, name }] },
  })
  const passed = (...path: string[]) => [{ file, path }]

  test('where a test of its title passed, in its group', () => {
    expect(notRun([row('adds')], passed('sums', 'adds'))).toEqual([])
    expect(notRun([row('sums > adds')], passed('all', 'sums', 'adds'))).toEqual([])
    expect(notRun([row('sums > adds')], passed('other', 'adds'))).toHaveLength(1)
    expect(notRun([row('adds')], passed('adds', 'subtracts'))).toEqual([{ id: '1.1.1', file, name: 'adds' }])
    expect(notRun([row('adds')], [{ file: 'packages/b/src/a.test.ts', path: ['adds'] }])).toHaveLength(1)
  })

  test('where one that was made from a table passed', () => {
    expect(notRun([row('%s > refuses %j (%#)')], passed('a leader', 'refuses "x" (0)'))).toEqual([])
    expect(notRun([row('refuses $path.')], passed('refuses people.get.'))).toEqual([])
    expect(notRun([row('refuses $path.')], passed('refuses people.get!'))).toHaveLength(1)
    expect(madeFrom('the cell-leader signs in', 'the ${role} signs in')).toBe(true)
  })

  test('of pages only where pages have run, and of the rest likewise', () => {
    const spec = 'apps/web/e2e/a.spec.ts'
    expect(notRun([row('opens', spec)], passed('adds'))).toEqual([])
    expect(notRun([row('opens', spec)], [{ file: spec, path: ['shell', 'opens @phone'] }])).toEqual([])
    expect(notRun([row('adds')], [{ file: spec, path: ['opens'] }])).toEqual([])
    expect(notRun([row('opens', spec)], [{ file: spec, path: ['closes'] }])).toHaveLength(1)
  })
})
