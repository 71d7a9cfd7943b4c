export { eventRoute, expenseRoute, roleRoute } from './default-routes.ts'
export type { Check, Place, RequestKind } from './request-kind.ts'
