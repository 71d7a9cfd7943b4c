import { expect, test } from 'vitest'
import { readFilters } from './filters.ts'

const read = (query: string) => readFilters(new URLSearchParams(query))

test('reads what the address asks for', () =>
  expect(read('tab=decisions&kind=role-assignment&overdue=yes&as=for-others')).toEqual({
    kind: 'role-assignment',
    overdue: true,
    as: 'for-others',
  }))
test.each(['', 'kind=', 'kind=No%20Kind', `kind=${'x'.repeat(41)}`, 'overdue=no', 'as=everybody'])(
  '“%s” asks for nothing',
  (query) => expect(read(query)).toEqual({ kind: undefined, overdue: false, as: undefined }),
)
