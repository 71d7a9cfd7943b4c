export { importsRouter } from './imports.router.ts'
export { importsFunctions } from './imports.workflow.ts'
