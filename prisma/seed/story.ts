/** The demo movement as data with fixed identifiers: what `seedDemo` writes, and what tests call by name. */
import { crowd } from './crowd.ts'
import { automations } from './story-automations.ts'
import { nodes, type StoryNode } from './story-nodes.ts'
import { people } from './story-people.ts'
import { accounts, assignments, furtherAccounts, holders } from './story-roles.ts'
import { STORY_DAY, type StoryPerson } from './story-shapes.ts'

export type { NodeName, StoryNode } from './story-nodes.ts'
export type { PersonName } from './story-people.ts'
export type { StoryAccount, StoryAssignment } from './story-roles.ts'
export type { StoryMembership, StoryPerson } from './story-shapes.ts'

const everybody: readonly StoryPerson[] = [...Object.values<StoryPerson>(people), ...crowd]

export const story = {
  /** Every date of the story is at or before this day, but for one role that begins later. */
  day: STORY_DAY,
  /** Shared by all accounts of the demo; the demo exists only on the embedded database. */
  password: 'ministry-demo-2026',
  nodes,
  /** Those who are called by name. */
  people,
  everybody,
  assignments,
  /** Who fills which role where. */
  holders,
  /** One account for each role. */
  accounts,
  /** Accounts beside, across, in the other movement, with an ended and a coming role. */
  furtherAccounts,
  /** What has happened and waits by itself. */
  automations,
}

/** People whose open memberships stand at the node or below it. */
export const peopleBelow = (node: StoryNode): StoryPerson[] => {
  const below = new Set(
    Object.values<StoryNode>(nodes)
      .filter(({ scopeIds }) => scopeIds.includes(node.id))
      .map(({ id }) => id),
  )
  return everybody.filter(({ memberships }) => memberships.some(({ leftOn, nodeId }) => !leftOn && below.has(nodeId)))
}
