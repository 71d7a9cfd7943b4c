import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  filterGenders,
  filterOf,
  filterStates,
  listHref,
  orderOf,
  sortLink,
  toggleState,
  usualOrder,
} from './filter.ts'

const filters = fc
  .record(
    {
      states: fc.subarray([...filterStates], { minLength: 1 }),
      genders: fc.subarray([...filterGenders], { minLength: 1 }),
      graduation: fc.record({ from: fc.integer({ min: 1900, max: 2200 }), to: fc.integer({ min: 1900, max: 2200 }) }),
      doNotContact: fc.constant(true),
      directOnly: fc.constant(true),
      joinedSince: fc.constantFrom('2026-01-31', '2020-02-29'),
    },
    { requiredKeys: [] },
  )
  .map((filter) => JSON.parse(JSON.stringify(filter)) as ReturnType<typeof filterOf>)

test('a filter comes back from its address', () =>
  fc.assert(
    fc.property(
      filters,
      (filter) =>
        void expect(filterOf(new URLSearchParams(listHref({ filter, order: usualOrder }).slice(1)))).toEqual(filter),
    ),
  ))

test.each(['2026-13-45', '2026-02-30', '2026-1-1', 'soon'])(
  'what can’t be read in an address asks for nothing: %s',
  (day) =>
    expect(
      filterOf(new URLSearchParams(`state=king&gender=&graduates-from=soon&joined-since=${day}&do-not-contact=maybe`)),
    ).toEqual({}),
)

test('states are turned on and off', () => {
  const one = toggleState({ directOnly: true }, 'member')
  expect(one).toEqual({ directOnly: true, states: ['member'] })
  expect(toggleState(one, 'member')).toEqual({ directOnly: true })
})

const look = (filter: ReturnType<typeof filterOf>, more: object = {}) => ({ filter, order: usualOrder, ...more })
test('addresses of filters and of actions with filters', () => {
  expect(listHref(look({}))).toBe('?')
  expect(listHref(look({ states: ['member'] }))).toBe('?state=member')
  expect(listHref(look({ states: ['member'] }), '?/more')).toBe('?/more&state=member')
  expect(listHref(look({}), '?/more')).toBe('?/more')
  expect(listHref(look({}, { view: 'all' }))).toBe('?view=all')
  expect(listHref(look({}, { view: 'x', columns: ['email'] }))).toBe('?view=x&as=own&column=email')
})

test('a heading sorts, and once more turns round', () => {
  const first = sortLink(look({ states: ['member'] }), 'joined')
  expect(first).toEqual({ href: '?state=member&sort=joined' })
  const order = orderOf(new URLSearchParams(first.href.slice(1)))
  expect(order).toEqual({ by: 'joined', descending: false })
  expect(sortLink({ ...look({}), order }, 'joined')).toEqual({ href: '?sort=-joined', direction: 'ascending' })
  expect(orderOf(new URLSearchParams('sort=%27; drop'))).toEqual(usualOrder)
})
