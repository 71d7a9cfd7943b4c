export { eventKind } from './event.kind.ts'
export { eventsRouter } from './events.router.ts'
export { eventsLinks } from './events.links.ts'
