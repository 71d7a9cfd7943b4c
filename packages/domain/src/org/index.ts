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
