export { createOutgoing, type Outgoing } from '../outgoing.ts'
export { webhooksLinks } from './webhooks.links.ts'
export { webhooksRouter } from './webhooks.router.ts'
export { webhooksFunctions } from './webhooks.workflow.ts'
