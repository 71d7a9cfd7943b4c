import { expect, test } from 'vitest'
import { layTree, card } from './tree-layout.ts'
import { branchesOf, type TreeNode } from './tree.ts'

const node = (id: string, parentId: string | null): TreeNode => ({
  id,
  parentId,
  name: id,
  kind: 'Campus',
  href: `/${id}`,
  people: 1,
  emptySeats: 0,
  closed: false,
  more: 0,
})
const nodes = [node('a', 'not-given'), node('b', 'a'), node('c', 'a'), node('d', 'b'), node('e', 'b')]

test('branches keep the order, and a node whose parent is not given is a top', () => {
  const tops = branchesOf(nodes)
  expect(tops.map(({ id }) => id)).toEqual(['a'])
  expect(tops[0]!.children.map(({ id, children }) => [id, children.map((child) => child.id)])).toEqual([
    ['b', ['d', 'e']],
    ['c', []],
  ])
})

test('cards never overlap, levels stand beside each other, and every card but the top has a link', () => {
  const { nodes: placed, links, width, height } = layTree(nodes)
  expect(links.map(({ id }) => id).sort()).toEqual(['b', 'c', 'd', 'e'])
  for (const one of placed) {
    expect(one.x).toBe(one.depth * (card.width + card.gapX))
    expect(one.y).toBeGreaterThanOrEqual(0)
    expect(one.y + card.height).toBeLessThanOrEqual(height)
    expect(one.x + card.width).toBeLessThanOrEqual(width)
    for (const other of placed)
      if (one !== other && one.x === other.x) expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(card.height)
  }
})

test('several tops stand in the first column', () => {
  const { nodes: placed } = layTree([node('a', null), node('b', null), node('c', 'b')])
  expect(placed.map(({ node: { id }, depth, x }) => [id, depth, x])).toEqual([
    ['a', 0, 0],
    ['b', 0, 0],
    ['c', 1, card.width + card.gapX],
  ])
})

test('nothing to show is an empty picture', () => {
  expect(layTree([]).nodes).toEqual([])
})
