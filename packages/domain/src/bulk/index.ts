export { bulkFunctions } from './bulk.workflow.ts'
export { bulkLinks } from './bulk.links.ts'
export { bulkOfLife } from './bulk.life-line.ts'
export { bulkRouter } from './bulk.router.ts'
