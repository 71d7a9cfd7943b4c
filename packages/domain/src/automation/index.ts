export { automationsOfLife } from './automation.life-line.ts'
export { automationRouter } from './automation.router.ts'
export { automationFunctions } from './automation.workflow.ts'
export { automationLinks } from './automation.links.ts'
