import { expect, test } from 'vitest'
import { placeAmong } from './place.ts'

const node = (id: string, parentId: string | null, state = 'active') => ({
  id,
  parentId,
  name: `The ${id}`,
  kind: 'Campus',
  state,
})
const nodes = [node('nation', null), node('region', 'nation'), node('campus', 'region', 'closed')]

test('the way leads from the top to the parent', () => {
  expect(placeAmong(nodes, 'campus')).toEqual({
    id: 'campus',
    name: 'The campus',
    kind: 'Campus',
    closed: true,
    above: [
      { id: 'nation', name: 'The nation' },
      { id: 'region', name: 'The region' },
    ],
  })
  expect(placeAmong(nodes, 'nation')?.above).toEqual([])
})
test('a place that is not at hand is unknown', () => expect(placeAmong(nodes, 'other')).toBeUndefined())
