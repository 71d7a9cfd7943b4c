export { clientsRouter } from './clients.router.ts'
