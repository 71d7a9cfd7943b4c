import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { abilityOf, mayAny } from './ability.ts'
import { keyScopes, narrowed } from './key-scopes.ts'
import { areaOf, nouns } from './nouns.ts'
import { rightsOf } from './rights.ts'
import { roleNames } from './roles.ts'

const at = new Date('2026-11-23T09:00:00Z')
const node = crypto.randomUUID()
const me = { accountId: crypto.randomUUID(), personId: crypto.randomUUID() }
const holding = (role: (typeof roleNames)[number]) =>
  rightsOf({ ...me, roles: [{ role, nodeId: node, scopeIds: [node], startsAt: new Date(0), endsAt: null }] }, at)
const always = ['Account', 'Person', 'RoleAssignment']
const acts = ['read', 'export', 'total', 'create', 'update', 'end', 'merge', 'invite', 'publish', 'deactivate']

describe('narrowed', () => {
  test('never allows what the owner may not do, nor anything outside its scopes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...roleNames), fc.subarray([...keyScopes]), (role, scopes) => {
        const rights = holding(role)
        const [whole, part] = [abilityOf(rights, me), abilityOf(narrowed(rights, scopes), me)]
        for (const noun of nouns)
          for (const act of acts) {
            if (!mayAny(part, act, noun)) continue
            expect(mayAny(whole, act, noun)).toBe(true)
            const reads = ['read', 'export', 'total'].includes(act)
            const area = areaOf(noun)
            if (reads && [...always, 'OrgNode'].includes(noun)) continue
            expect(scopes.includes(`${area}:write`) || (reads && scopes.includes(`${area}:read`))).toBe(true)
          }
      }),
    )
  })

  test('with all scopes is the whole of it', () => {
    for (const role of roleNames) expect(narrowed(holding(role), keyScopes)).toEqual(holding(role))
  })

  test('without a scope leaves the sight of places and of oneself alone', () => {
    const left = narrowed(holding('national-director'), [])
    expect(left.every(({ noun, place }) => noun === 'OrgNode' || (place === 'own' && always.includes(noun)))).toBe(true)
    expect(left.every(({ actions }) => actions.every((act) => ['read', 'export', 'total'].includes(act)))).toBe(true)
  })
})
