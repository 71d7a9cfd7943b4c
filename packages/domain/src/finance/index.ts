export { expenseKind } from './expense.kind.ts'
export { financeRouter } from './finance.router.ts'
