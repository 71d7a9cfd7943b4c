import { error, isActionFailure, isRedirect } from '@sveltejs/kit'
import { describe, expect, test, vi } from 'vitest'
import type { Route, RouteAnswer } from '#lib/approvals/route-form.ts'
import { actions } from './+page.server.ts'

const route = (days: number): Route => ({
  dueWorkingDays: days,
  rules: [
    {
      when: { over: null, upTo: null, facts: {} },
      steps: [{ act: 'decide', seats: [{ seat: 'national-director' }, { seat: 'finance-director' }], quorum: 1 }],
    },
  ],
})
const typed = {
  ...{ hash: 'of what was read', rules: '1', dueWorkingDays: '7', 'r0.over': '', 'r0.upTo': '', 'r0.steps': '1' },
  ...{ 'r0.s0.act': 'decide', 'r0.s0.quorum': '1' },
}
const theirs = { id: '1', version: 2, definition: route(5), note: null, hash: 'of theirs' }
const quicker = () =>
  Promise.resolve().then(() =>
    error(409, '', { id: '1', kind: 'Conflict', code: 'approvals.draft.changed-meanwhile', values: {}, issues: [] }),
  )

/** Somebody sends the form while the draft stands as `draft` by now. */
async function sent(
  act: 'save' | 'begin' | 'publish' | 'discard',
  more: Record<string, string>,
  draft: typeof theirs | null,
) {
  const url = new URL(`https://ministry.test/settings/routes?/${act}&kind=expense&edit`)
  const form = new URLSearchParams({ ...typed, ...more })
  for (const seat of ['national-director', 'finance-director']) form.append('r0.s0.seat', seat)
  const verb = vi.fn(quicker)
  const kind = { kind: 'expense', definition: route(3), version: null, own: route(3), draft, versions: [], facts: {} }
  const api = {
    accounts: { me: () => Promise.resolve({ nodes: [{ id: 'n', parentId: null }] }) },
    approvals: {
      routes: () => Promise.resolve({ node: { id: 'n' }, currency: 'USD', kinds: [kind] }),
      ...{ saveDraft: verb, publish: verb, discardDraft: verb },
    },
  }
  const event = { url, request: new Request(url, { method: 'POST', body: form }), locals: { api } }
  const outcome: unknown = await Promise.resolve(actions[act]!(event as never)).catch((thrown: unknown) => thrown)
  expect(isRedirect(outcome)).toBe(false)
  if (!isActionFailure(outcome)) throw outcome
  return { status: outcome.status, ...(outcome.data as unknown as RouteAnswer) }
}

describe('somebody else was quicker', () => {
  test('what was typed is kept, with the act of the button, and theirs stands beside it', async () => {
    const { rules } = route(7)
    expect(await sent('save', {}, theirs)).toMatchObject({
      ...{ status: 409, mine: { dueWorkingDays: 7, rules }, problem: undefined },
      theirs: { hash: 'of theirs', definition: route(5) },
    })
    const { mine, typed } = await sent('save', { do: 'add-step:0' }, theirs)
    expect(mine!.rules[0]!.steps).toHaveLength(2)
    // Fields of one name would all read as the last of them.
    expect(typed).toEqual({})
  })
  test('where the draft is gone, it says so', async () => {
    expect(await sent('save', {}, null)).toMatchObject({ theirs: null, mine: { dueWorkingDays: 7 } })
  })
  test.each(['begin', 'publish', 'discard'] as const)('%s does nothing, and shows theirs', async (act) => {
    expect(await sent(act, { note: 'Why' }, theirs)).toMatchObject({
      ...{ act, status: 409, mine: undefined, typed: { note: 'Why' } },
      theirs: { hash: 'of theirs' },
    })
  })
})

test('an amount that can’t be read loses nothing of the rest', async () => {
  const { status, issues, mine, typed, theirs: others } = await sent('save', { 'r0.over': 'a lot' }, theirs)
  expect({ status, typed }).toEqual({ status: 400, typed: { 'r0.over': 'a lot' } })
  expect(issues).toMatchObject([{ name: 'r0.over' }])
  expect(mine).toEqual(route(7))
  expect(others).toBeUndefined()
})
