/** The demo's requests are what the product itself would have written: they are read, wait for their approvers, and go on. */
import { expect, test } from 'vitest'
import { wish } from './testing/wish.ts'
import { createWorld } from '../test-world.ts'
import { cases } from './cases.ts'
import { decide } from './decide.ts'
import { get } from './get.ts'
import { inbox } from './inbox.ts'
import { payloadHash } from './kinds.ts'
import type { RequestKind } from './request-kind.ts'
import * as z from 'zod'

// Approvals know no other capability: its kind is played, so that the rows of the demo are read by something.
const kind: RequestKind = {
  ...(wish as unknown as RequestKind),
  name: 'expense',
  payload: z.looseObject({}),
  check: () => Promise.resolve([]),
}
const { services, as, owner } = await createWorld({ requestKinds: [kind] })
const cell = await as('cell-leader')

test('each state is there, and what approvers approve is what is asked', async () => {
  const { rows } = await cases.call(services, cell, { of: { mine: true } })
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['open', 'sent_back', 'approved', 'rejected']))
  const { rows: stored } = await owner.query<{ payload: object; hash: string }>(
    'select payload, payload_hash as hash from approval_case',
  )
  for (const { payload, hash } of stored) expect(payloadHash(payload, [], 1)).toBe(hash)
})

test.each(['campus-leader', 'regional-director', 'national-director'] as const)(
  'the %s has one to decide, and it is done',
  async (role) => {
    const approver = await as(role)
    const waiting = await inbox.call(services, approver, {})
    expect(waiting.total).toBe(1)
    const { id, version, payloadHash } = waiting.rows[0]!
    expect((await get.call(services, approver, { id })).may.decide).toBe(true)
    expect(await decide.call(services, approver, { id, version, payloadHash, choice: 'approve' })).toMatchObject({
      state: 'approved',
    })
  },
)
