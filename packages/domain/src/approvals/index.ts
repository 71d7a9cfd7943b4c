export { approvalsRouter } from './approvals.router.ts'
export { expenseRoute, eventRoute, roleRoute } from './default-routes.ts'
export type { Check, Place, RequestKind, Routing } from './request-kind.ts'
