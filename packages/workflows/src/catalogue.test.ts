import { describe, expect, expectTypeOf, it } from 'vitest'
import * as z from 'zod'
import { catalogue, event } from './catalogue.ts'
import { createWorkflowClient } from './client.ts'

const requested = event('imports/commit.requested', z.object({ importId: z.uuid(), tell: z.boolean().default(true) }))
const importId = '01978f5e-8a2f-7cc1-9d3e-111111111111'

describe('an event', () => {
  it('makes an outbox row with an id of its own', () => {
    const [one, two] = [1, 2].map(() => requested.sendable({ importId }, { subject: `import:${importId}` }))
    expect(one).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'imports/commit.requested',
      data: { importId, tell: true },
      subject: `import:${importId}`,
    })
    expect(String(one?.id) < String(two?.id)).toBe(true)
  })

  it('refuses data that don’t fit its schema, and says where', () => {
    expect(() => requested.sendable({ importId: 'x' }, { subject: 's' })).toThrow(
      expect.objectContaining({ kind: 'InvalidInput', issues: [expect.objectContaining({ path: 'importId' })] }),
    )
  })

  it('can be used as a trigger of the SDK, which then knows the data', () => {
    const client = createWorkflowClient({ id: 'test', eventKey: 'k', signingKey: 's' })
    client.createFunction({ id: 'typed', triggers: [requested.type] }, async ({ event, step }) => {
      const next = await step.waitForEvent('next', { event: requested.type, timeout: '1d' })
      expectTypeOf(event.data.importId).toBeString()
      expectTypeOf(next?.data.tell).toEqualTypeOf<boolean | undefined>()
    })
    expect(requested.type).toMatchObject({ name: 'imports/commit.requested', event: 'imports/commit.requested' })
  })

  it.each(['commit', 'Imports/commit.requested', 'imports/commit', 'inngest/function.failed', 'imports/commit.'])(
    'can’t be called %s',
    (name) => {
      expect(() => event(name, z.object({}))).toThrow('Not a name')
    },
  )
})

describe('the catalogue', () => {
  it('holds each event once', () => {
    expect([...catalogue(requested).keys()]).toEqual(['imports/commit.requested'])
    expect(() => catalogue(requested, event('imports/commit.requested', z.object({})))).toThrow('declared twice')
  })
})
