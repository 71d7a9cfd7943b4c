import { describe, expect, test } from 'vitest'
import { addressFor, type Addressee } from './consent.rules.ts'

const zoe: Addressee = {
  state: 'member',
  doNotContact: false,
  addresses: ['zoe@example.org', 'z@example.com'],
  consents: new Map(),
  stops: [],
  digest: true,
}
const stop = (reason: string, kind = 'all', address = 'zoe@example.org') => ({ reason, kind, address })
const said = (purpose: string, yes: boolean) => ({ consents: new Map([[purpose, yes]]) })

describe('goes', () => {
  test.each([
    ['ministry', {}, 'zoe@example.org'],
    ['digest', {}, 'zoe@example.org'],
    ['newsletter', said('newsletter', true), 'zoe@example.org'],
    ['ministry', { stops: [stop('unsubscribe', 'newsletter')] }, 'zoe@example.org'],
    ['ministry', said('newsletter', false), 'zoe@example.org'],
    ['ministry', { stops: [stop('hard-bounce')] }, 'z@example.com'],
  ] as const)('%s with %j to %s', (kind, more, address) => {
    expect(addressFor(kind, { ...zoe, ...more })).toEqual({ address })
  })
})
describe('does not go', () => {
  test.each([
    ['ministry', { doNotContact: true }, 'do-not-contact'],
    ['digest', { doNotContact: true }, 'do-not-contact'],
    ['ministry', { state: 'archived' }, 'archived'],
    ['ministry', said('ministry', false), 'no-consent'],
    ['newsletter', {}, 'no-consent'],
    ['fundraising', said('newsletter', true), 'no-consent'],
    ['ministry', { stops: [stop('unsubscribe', 'ministry', 'z@example.com')] }, 'unsubscribed'],
    ['newsletter', { ...said('newsletter', true), stops: [stop('unsubscribe', 'newsletter')] }, 'unsubscribed'],
    ['digest', { stops: [stop('complaint')] }, 'complaint'],
    ['ministry', { stops: [stop('hard-bounce'), stop('soft-bounces', 'all', 'z@example.com')] }, 'hard-bounce'],
    ['ministry', { addresses: [] }, 'no-address'],
    ['digest', { digest: false }, 'digest-off'],
  ] as const)('%s with %j: %s', (kind, more, obstacle) => {
    expect(addressFor(kind, { ...zoe, ...more })).toEqual({ obstacle })
  })
})
