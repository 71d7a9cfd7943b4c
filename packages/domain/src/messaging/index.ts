export { messagingRouter } from './messaging.router.ts'
export { messagingFunctions } from './messaging.workflow.ts'
