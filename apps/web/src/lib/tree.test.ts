import { expect, test } from 'vitest'
import { pictured, subtree, type GivenNode } from './tree.ts'

const node = (id: string, parentId: string | null, children = 0): GivenNode => ({
  id,
  parentId,
  name: id,
  kind: 'Campus',
  state: 'active',
  children,
  people: null,
  emptySeats: 0,
})
const nodes = [
  node('nation', null, 2),
  node('north', 'nation', 2),
  node('hill', 'north', 1),
  node('lake', 'north', 3),
  node('group', 'hill'),
  node('south', 'nation'),
]

test('a subtree holds the node and what is below it, and says how much is not listed', () => {
  expect(subtree(nodes, 'north').map(({ id, more }) => [id, more])).toEqual([
    ['north', 0],
    ['hill', 0],
    ['lake', 3],
    ['group', 0],
  ])
  expect(subtree(nodes, 'elsewhere')).toEqual([])
})

test('a picture shows whole levels and counts the rest', () => {
  const whole = subtree(nodes, 'nation')
  expect(pictured(whole)).toEqual(whole)
  expect(pictured(whole, 5).map(({ id, more }) => [id, more])).toEqual([
    ['nation', 0],
    ['north', 0],
    ['hill', 1],
    ['lake', 3],
    ['south', 0],
  ])
  // The level right below is shown however wide it is.
  expect(pictured(whole, 1).map(({ id }) => id)).toEqual(['nation', 'north', 'south'])
})
