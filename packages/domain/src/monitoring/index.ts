export { monitoringRouter } from './monitoring.router.ts'
