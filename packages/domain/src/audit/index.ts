export { auditRouter } from './audit.router.ts'
export { auditLinks } from './audit.links.ts'
