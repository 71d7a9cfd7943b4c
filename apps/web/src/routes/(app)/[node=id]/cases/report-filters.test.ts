import { expect, test } from 'vitest'
import { reportFilters } from './report-filters.ts'

const read = (query: string) => reportFilters(new URLSearchParams(query))

test('reads kind and days', () =>
  expect(read('kind=expense&from=2026-01-01&to=2026-11-22')).toEqual({
    kind: 'expense',
    from: '2026-01-01',
    to: '2026-11-22',
  }))
test.each(['', 'kind=', 'kind=A', 'from=yesterday', 'to=2026-13-40', 'from='])('“%s” asks for nothing', (query) =>
  expect(read(query)).toEqual({}),
)
