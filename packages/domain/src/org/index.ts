export { close } from './close.ts'
export { openMany, type Opening } from './open-many.ts'
export { rename } from './rename.ts'
export { reopen } from './reopen.ts'
export { findNode, settingsOf, sourceOf, type NodeRow } from './node-row.ts'
export {
  orgEvents,
  nodeClosed,
  nodeMoved,
  nodeOpened,
  nodeRenamed,
  nodeReopened,
  settingsChanged,
} from './org.events.ts'
export { orgRouter } from './org.router.ts'
export { effectiveSettings } from './org.rules.ts'
export { orgLinks } from './org.links.ts'
