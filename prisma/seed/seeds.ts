export { seedDemo } from './demo.ts'
export { seedRequests } from './demo-requests.ts'
export { largeHandles } from './large-roles.ts'
export { LARGE, seedLarge, type LargeOptions, type LargeReport } from './large.ts'
export { peopleBelow, story } from './story.ts'
export type {
  NodeName,
  PersonName,
  StoryAccount,
  StoryAssignment,
  StoryMembership,
  StoryNode,
  StoryPerson,
} from './story.ts'
