export { transfersOfLife } from './transfers.life-line.ts'
export { transfersLinks } from './transfers.links.ts'
export { transfersRouter } from './transfers.router.ts'
export { transfersFunctions } from './transfers.workflow.ts'
