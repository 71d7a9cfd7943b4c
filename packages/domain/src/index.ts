export type { Caller, Change, Context, News, RequestOrigin } from './context.ts'
export { createCallerFactory, router, verbOf, type DoorContext, type ErrorShape } from './door.ts'
export type { Services } from './ports.ts'
export { mutation, query, type Verb } from './verb.ts'
