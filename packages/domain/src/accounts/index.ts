export { accountsRouter } from './accounts.router.ts'
export { issueSetUpToken, needsSetUp } from './first-run.ts'
