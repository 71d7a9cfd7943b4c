import { allowedChildren, memberRoles, roleNames, roles } from '@ministry/access'
import { isId } from '@ministry/kernel/id'
import { describe, expect, it } from 'vitest'
import { peopleBelow, story, type StoryNode } from './story.ts'

const nodes = Object.values<StoryNode>(story.nodes)
const byId = new Map(nodes.map((node) => [node.id, node]))
const memberships = story.everybody.flatMap((person) =>
  person.memberships.map((membership) => ({ person, membership })),
)
const ofKind = (kind: string, root = story.nodes.lighthouse) =>
  nodes.filter((node) => node.kind === kind && node.scopeIds[0] === root.id)

describe('the story', () => {
  it('has the places that the demo promises', () => {
    expect(ofKind('Region')).toHaveLength(2)
    expect(ofKind('Campus')).toHaveLength(5)
    expect(ofKind('SmallGroup').filter(({ closedOn }) => !closedOn)).toHaveLength(12)
    expect(ofKind('SmallGroup').filter(({ closedOn }) => closedOn)).toHaveLength(1)
    expect(ofKind('GraduateNetwork')).toHaveLength(2)
    expect(ofKind('GraduateGroup')).toHaveLength(5)
    expect(ofKind('Board')).toHaveLength(1)
    expect(nodes.filter(({ scopeIds }) => scopeIds[0] === story.nodes.harvest.id)).toHaveLength(4)
  })

  it('puts places only under those that may hold them, and gives every identifier once', () => {
    for (const { kind, parentId } of nodes)
      if (parentId) expect(allowedChildren[byId.get(parentId)!.kind]).toContain(kind)
    const ids = [
      ...byId.keys(),
      ...story.everybody.map(({ id }) => id),
      ...memberships.flatMap(({ membership }) => [membership.id, ...membership.states.map(({ id }) => id)]),
      ...story.assignments.map(({ id }) => id),
      ...[...Object.values(story.accounts), ...Object.values(story.furtherAccounts)].map(({ accountId }) => accountId),
    ]
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !isId(id))).toEqual([])
  })

  it('has about 400 people of many names in every state', () => {
    expect(story.everybody.length).toBeGreaterThan(380)
    expect(story.everybody.length).toBeLessThan(430)
    expect(new Set(memberships.map(({ membership }) => membership.states.at(-1)!.state)).size).toBe(6)
    const names = story.everybody.map(({ name }) => name)
    expect(new Set(names).size).toBeGreaterThan(370)
    for (const script of [/\p{Script=Arabic}/u, /\p{Script=Han}/u, /\p{Script=Hangul}/u, /\p{Script=Devanagari}/u])
      expect(names.filter((name) => script.test(name)).length).toBeGreaterThan(0)
    expect(names.filter((name) => !name.includes(' ') && /^[A-Z]/.test(name)).length).toBeGreaterThan(2)
  })

  it('calls nobody of the crowd like somebody who is called by name', () => {
    const named = Object.values(story.people).map(({ name }) => name)
    for (const name of named) expect(story.everybody.filter((person) => person.name === name)).toHaveLength(1)
  })

  it('fills every role with a named person who has an account, at a place of the right kind', () => {
    for (const role of roleNames) {
      const { personId, nodeId, email } = story.accounts[role]
      expect(nodeId ? byId.get(nodeId)!.kind : null).toBe(roles[role].at)
      expect(email).toMatch(/@example\.org$/)
      const assigned = story.assignments.some((a) => a.personId === personId && a.role === role && !a.endsOn)
      const { memberships } = story.everybody.find(({ id }) => id === personId)!
      const follows = memberships.some(
        (m) => m.nodeId === nodeId && !m.leftOn && memberRoles[byId.get(m.nodeId)!.kind] === role,
      )
      expect({ role, held: assigned || follows }).toEqual({ role, held: true })
    }
  })

  it('keeps dates in order, never after its own day, never before the place was opened', () => {
    for (const { person, membership } of memberships) {
      const { openedOn } = byId.get(membership.nodeId)!
      const dates = [openedOn, membership.joinedOn, ...membership.states.map(({ since }) => since), membership.leftOn]
      const known = [...dates.filter((date) => date !== undefined), story.day]
      expect({ name: person.name, dates: known }).toEqual({ name: person.name, dates: known.toSorted() })
      expect(membership.states[0]!.since).toBe(membership.joinedOn)
    }
  })

  it('gives everybody with an open membership exactly one home, and each place a person once', () => {
    for (const { name, memberships } of story.everybody) {
      const open = memberships.filter(({ leftOn }) => !leftOn)
      expect({ name, homes: open.filter(({ isHome }) => isHome).length }).toEqual({ name, homes: open.length ? 1 : 0 })
      expect(new Set(open.map(({ nodeId }) => nodeId)).size).toBe(open.length)
      for (const { nodeId } of open) expect(byId.get(nodeId)!.closedOn).toBeUndefined()
    }
  })

  it('keeps the two movements apart: nobody and no role stands in both', () => {
    const { lighthouse, harvest } = story.nodes
    const here = new Set(peopleBelow(lighthouse).map(({ id }) => id))
    const there = peopleBelow(harvest)
    expect(there).toHaveLength(5)
    expect(there.filter(({ id }) => here.has(id))).toEqual([])
    for (const { personId, nodeId } of story.assignments)
      if (nodeId && byId.get(nodeId)!.scopeIds[0] === harvest.id) expect(here.has(personId)).toBe(false)
  })

  it('has an ended role, one that begins later, and second memberships also across regions', () => {
    const { endedRole, startsLater, deactivated } = story.furtherAccounts
    expect(story.assignments.filter(({ personId }) => personId === endedRole.personId)).toMatchObject([
      { endsOn: '2023-12-04' },
    ])
    expect(story.assignments.filter(({ personId }) => personId === startsLater.personId)).toMatchObject([
      { startsOn: '2027-01-11' },
    ])
    expect(deactivated.deactivatedOn).toBeDefined()
    const second = memberships.filter(({ membership }) => !membership.isHome && !membership.leftOn)
    expect(second.length).toBeGreaterThan(10)
    expect(story.people.felix.memberships.map(({ nodeId }) => byId.get(nodeId)!.scopeIds[1])).toEqual([
      story.nodes.coast.id,
      story.nodes.highlands.id,
    ])
  })
})
