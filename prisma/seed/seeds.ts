export { seedDemo } from './demo.ts'
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
