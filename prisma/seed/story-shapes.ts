/** What a person of the demo is made of, and the days that things happen on. Source: PPL-1, PPL-2. */
import { fixedId } from './fixed-id.ts'
import type { StoryNode } from './story-nodes.ts'

/** The demo's today: every date of the story is at or before it. */
export const STORY_DAY = '2026-11-16'

export const states = ['visitor', 'member', 'pre_graduate', 'alumni', 'inactive', 'archived'] as const
export type State = (typeof states)[number]

export interface StoryState {
  id: string
  state: State
  since: string
  reason?: string
}
export interface StoryMembership {
  id: string
  nodeId: string
  isHome: boolean
  joinedOn: string
  leftOn?: string
  /** In the order of their dates; the last is the present one. */
  states: StoryState[]
}
export interface StoryPerson {
  id: string
  name: string
  memberships: StoryMembership[]
  preferredName?: string
  gender?: 'female' | 'male'
  birthDate?: string
  emails?: string[]
  phones?: string[]
  city?: string
  country?: string
  institution?: string
  courseOfStudy?: string
  expectedGraduation?: string
  expectedGraduationSource?: string
  languages?: string[]
  emergencyName?: string
  emergencyPhone?: string
  /** Since when, and why. */
  doNotContact?: { since: string; reason: string }
  listedInGroup?: boolean
}

export const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

export const daysBetween = (first: string, last: string): number => (Date.parse(last) - Date.parse(first)) / 86_400_000

/** Gives out memberships and their states with identifiers of their own, from this number on. */
export function membershipsFrom(first: number) {
  let count = first
  let stateCount = first
  return (
    node: StoryNode,
    joinedOn: string,
    path: readonly (readonly [State, string])[],
    extras: { leftOn?: string; second?: boolean; reason?: string } = {},
  ): StoryMembership => {
    const { leftOn, second = false, reason } = extras
    return {
      id: fixedId('membership', count++),
      nodeId: node.id,
      isHome: !second,
      joinedOn,
      ...(leftOn ? { leftOn } : {}),
      states: path.map(([state, since], index) => ({
        id: fixedId('state', stateCount++),
        state,
        since,
        ...(reason && index === path.length - 1 ? { reason } : {}),
      })),
    }
  }
}
