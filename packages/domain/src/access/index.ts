export { accessRouter } from './access.router.ts'
export { whyAct } from './access.schema.ts'
export { explainActs } from './why.ts'
