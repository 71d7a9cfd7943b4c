export { seedDemo } from './demo.ts'
export { settlePast } from './settle-past.ts'
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
