export { expenseKind } from './expense.kind.ts'
export { financeRouter } from './finance.router.ts'
export { financeLinks } from './finance.links.ts'
