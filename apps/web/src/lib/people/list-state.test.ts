/** Conditions go from a form into the address, and back out of it as chips. Source: PPL-3. */
import type { CustomField, FilterExpression } from '@ministry/domain/people/schema'
import { newId } from '@ministry/kernel/id'
import { expect, test } from 'vitest'
import { listHref, usualOrder } from './filter.ts'
import { listStateOf, termGroups, withTerm } from './list-state.server.ts'
import { askables, readTerm } from './read-term.server.ts'

const [size, walks, choir] = [1, 2, 3].map((i) => newId(new Date(i * 1e6))) as [string, string, string]
const field = (id: string, kind: CustomField['kind'], label: string, options: CustomField['options'] = []) =>
  ({
    id,
    kind,
    label,
    options,
    help: null,
    required: false,
    sensitive: false,
    retired: false,
  }) as unknown as CustomField
const own = {
  fields: [field(size, 'one-of', 'Size', [{ key: 's', label: 'Small' }]), field(walks, 'number', 'Walks')],
  tags: [{ id: choir, nodeId: choir, nodeName: '', name: 'Choir', retired: false }],
}
const nothing = { views: [], columns: null, defaultViewId: null }
const asked = (name: string, said: string) => readTerm(name, new URLSearchParams(said), own)

test.each([
  ['age', 'from=18&to=25', { field: 'age', from: 18, to: 25 }],
  ['age', 'from=18&not=yes', { field: 'age', from: 18, not: true }],
  ['birthday', 'month=02', { field: 'birthday', from: '02-01', to: '02-31' }],
  ['city', 'has=Nairobi', { field: 'city', has: ['Nairobi'] }],
  ['gender', 'is=female&is=other', { field: 'gender', is: ['female', 'other'] }],
  ['known', 'is=phone', { field: 'known', is: 'phone' }],
  [
    'consent',
    'channel=email&purpose=newsletter&said=given',
    { field: 'consent', channel: 'email', purpose: 'newsletter', is: 'given' },
  ],
  ['lastSign', 'before=2026-06-01', { field: 'lastSign', before: '2026-06-01' }],
  ['tags', `is=${choir}`, { field: 'tags', is: [choir] }],
  [`custom.${size}`, 'is=s', { field: 'custom', id: size, is: ['s'] }],
  [`custom.${walks}`, 'from=1,5', { field: 'custom', id: walks, from: 1.5 }],
])('%s with %s is asked', (name, said, term) => expect(asked(name, said)).toEqual(term))

test.each([
  ['age', ''],
  ['age', 'from=soon'],
  ['birthday', ''],
  ['city', 'has=+'],
  ['gender', 'is=king'],
  ['known', ''],
  [`custom.${walks}`, 'from='],
  [`custom.${newId(new Date(9e6))}`, 'is=s'],
  ['password', 'has=x'],
])('%s with "%s" asks nothing', (name, said) => expect(asked(name, said)).toBeUndefined())

test('every form there is asks something, and its condition has words', () => {
  const answers = 'from=2&to=2030&has=x&before=2026-01-01&month=05&channel=email&purpose=photos&said=given'
  for (const { name, inputs } of askables(own)) {
    const dates = inputs.some(({ kind }) => kind === 'date')
    const params = new URLSearchParams(dates ? answers.replace('from=2&to=2030', 'from=2020-01-01') : answers)
    if (name === 'graduation') params.set('from', '2020')
    if (name === 'age') params.set('to', '30')
    for (const input of inputs)
      if (input.kind === 'choices' || input.name === 'is')
        params.append('is', 'choices' in input ? input.choices[0]!.value : '')
    const term = readTerm(name, params, own)
    expect(term, name).toBeDefined()
    const look = { filter: { where: term! }, order: usualOrder }
    expect(termGroups(look, own)[0]!.terms[0]!.label).not.toMatch(/^$|undefined|further/)
  }
})

test('a condition stands beside the others, or is another way to pass one; a press takes it away', () => {
  const age: FilterExpression = { field: 'age', from: 18 }
  const city: FilterExpression = { field: 'city', has: ['Nairobi'] }
  const tag: FilterExpression = { field: 'tags', is: [choir] }
  const both = withTerm(withTerm({}, age, undefined), tag, undefined)
  expect(both.where).toEqual({ all: [age, tag] })
  const either = withTerm(both, city, 0)
  expect(either.where).toEqual({ all: [{ any: [age, city] }, tag] })
  const href = listHref({ filter: either, order: usualOrder })
  const { state } = listStateOf(new URLSearchParams(href.slice(1)), nothing)
  expect(state.filter).toEqual(either)
  const groups = termGroups(state, own)
  expect(groups.map(({ terms }) => terms.map(({ label }) => label))).toEqual([
    ['Age from 18', 'City: Nairobi'],
    ['Tags: Choir'],
  ])
  const left = listStateOf(new URLSearchParams(groups[0]!.terms[0]!.href.slice(1)), nothing)
  expect(left.state.filter.where).toEqual({ all: [city, tag] })
})

test('a view opens by its id, or by itself; what is changed then is no more the view’s', () => {
  const view = {
    id: choir,
    filter: { genders: ['female' as const] },
    order: { by: 'joined' as const, descending: true },
    columns: ['email' as const],
  }
  const kept = { views: [view as never], columns: ['city' as const], defaultViewId: choir }
  for (const address of ['', `view=${choir}`]) {
    const opened = listStateOf(new URLSearchParams(address), kept)
    expect(opened).toMatchObject({
      changed: false,
      columns: ['email'],
      state: { filter: view.filter, order: view.order },
    })
    const turned = listStateOf(new URLSearchParams(listHref({ ...opened.state, filter: {} }).slice(1)), kept)
    expect(turned).toMatchObject({ changed: true, columns: ['email'], state: { filter: {}, order: view.order } })
  }
  const all = listStateOf(new URLSearchParams('view=all'), kept)
  expect(all).toMatchObject({ view: undefined, changed: false, columns: ['city'], state: { filter: {}, view: 'all' } })
})

test('a view is changed by what is looked at otherwise, not by a panel that opens beside it', () => {
  const view = {
    ...{ id: choir, name: 'Soon', shared: false, mine: true, changeable: true, version: 1 },
    filter: {
      graduation: { from: 2026, to: 2028 },
      states: ['member' as const],
      where: { field: 'age' as const, to: 25 },
    },
    columns: ['email' as const, 'city' as const],
    order: { by: 'graduation' as const, descending: true },
    place: { id: choir, name: '' },
  }
  const kept = { ...nothing, views: [view] }
  const opened = listStateOf(new URLSearchParams(`view=${choir}`), kept)
  expect(opened).toMatchObject({ changed: false, columns: view.columns })
  const at = (more: object) =>
    listStateOf(new URLSearchParams(listHref({ ...opened.state, ...more }).slice(1) + '&panel=views'), kept)
  expect(at({})).toMatchObject({ changed: false, columns: view.columns })
  expect(at({ columns: [...view.columns] }).changed).toBe(false)
  for (const more of [
    { columns: ['city', 'email'] },
    { order: usualOrder },
    { filter: { ...view.filter, states: ['visitor'] } },
  ])
    expect(at(more).changed, JSON.stringify(more)).toBe(true)
})
