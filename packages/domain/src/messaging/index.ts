export { notify, type NewsFor } from '../notify.ts'
export { messagingRouter } from './messaging.router.ts'
export { messagingFunctions } from './messaging.workflow.ts'
export { sendFromTemplate, type FromTemplate } from './send-from-template.ts'
