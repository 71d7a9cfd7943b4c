export { accountsRouter } from './accounts.router.ts'
export { keepsKeysOf } from './keeps-keys-of.ts'
export { issueSetUpToken, needsSetUp, provenInstallation } from './first-run.ts'
export { rolesOfLife, signInSigns } from './accounts.life-line.ts'
