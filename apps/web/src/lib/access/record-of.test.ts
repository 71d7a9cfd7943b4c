import { globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recordParams, whyAddress } from './record-of.ts'

/** Last parameters of addresses that are no record of the matrix, each with its reason. */
const others: Record<string, string> = {
  second: 'a pair of people; each has a page of its own',
  language: 'the words of a template, known by key and language',
  message: 'one sending to many, shown by whoever may read the messages of the place',
  run: 'what the machine did, for operators alone',
  endpoint: 'an address of another system, for whoever keeps the settings of the place',
  token: 'a mailed link, for whoever holds it',
}

test('every page that is about one thing can say why it is seen, or has a reason not to', () => {
  const pages = globSync('**/+page.svelte', { cwd: join(import.meta.dirname, '../../routes') })
  const last = pages.flatMap(
    (page) => /\[([a-z]+)(?:=[a-z]+)?\](?:\/(?:edit|photo))?\/\+page\.svelte$/.exec(page)?.[1] ?? [],
  )
  expect(last.length).toBeGreaterThan(10)
  const known = [...Object.keys(recordParams), ...Object.keys(others)]
  expect([...new Set(last)].filter((param) => !known.includes(param))).toEqual([])
  expect(known.filter((param) => !last.includes(param))).toEqual([])
})

test.each([
  ['/(app)/[node=id]/people/[person=id]', { node: 'n', person: 'p' }, '/why?noun=Person&id=p&from=%2Fhere'],
  ['/(app)/[node=id]/people/[person=id]/edit', { node: 'n', person: 'p' }, '/why?noun=Person&id=p&from=%2Fhere'],
  ['/(app)/[node=id]', { node: 'n' }, '/why?noun=OrgNode&id=n&from=%2Fhere'],
  ['/(app)/cases/[case=id]', { case: 'c' }, '/why?case=c&from=%2Fhere'],
  ['/(app)/[node=id]/people', { node: 'n' }, null],
  ['/(app)/settings/workflows/runs/[run=run]', { run: 'r' }, null],
  [null, {}, null],
])('%s', (route, params, expected) => {
  expect(whyAddress(params, route, '/here')).toBe(expected)
})
