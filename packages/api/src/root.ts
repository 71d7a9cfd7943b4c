/** All typed procedures: one router a capability. */
import { createCallerFactory, router } from '@ministry/domain'
import { accessRouter } from '@ministry/domain/access'
import { accountsRouter } from '@ministry/domain/accounts'
import { approvalsRouter } from '@ministry/domain/approvals'
import { auditRouter } from '@ministry/domain/audit'
import { automationRouter } from '@ministry/domain/automation'
import { bulkRouter } from '@ministry/domain/bulk'
import { careRouter } from '@ministry/domain/care'
import { clientsRouter } from '@ministry/domain/clients'
import { eventsRouter } from '@ministry/domain/events'
import { financeRouter } from '@ministry/domain/finance'
import { filesRouter } from '@ministry/domain/files'
import { familiesRouter } from '@ministry/domain/families'
import { transfersRouter } from '@ministry/domain/transfers'
import { followUpsRouter } from '@ministry/domain/follow-ups'
import { importsRouter } from '@ministry/domain/imports'
import { messagingRouter } from '@ministry/domain/messaging'
import { monitoringRouter } from '@ministry/domain/monitoring'
import { orgRouter } from '@ministry/domain/org'
import { peopleRouter } from '@ministry/domain/people'
import { webhooksRouter } from '@ministry/domain/webhooks'

export const rootRouter = router({
  org: orgRouter,
  access: accessRouter,
  accounts: accountsRouter,
  clients: clientsRouter,
  people: peopleRouter,
  care: careRouter,
  followUps: followUpsRouter,
  families: familiesRouter,
  transfers: transfersRouter,
  bulk: bulkRouter,
  imports: importsRouter,
  approvals: approvalsRouter,
  finance: financeRouter,
  events: eventsRouter,
  audit: auditRouter,
  files: filesRouter,
  messaging: messagingRouter,
  automation: automationRouter,
  webhooks: webhooksRouter,
  monitoring: monitoringRouter,
})
export type RootRouter = typeof rootRouter
export const createCaller = createCallerFactory(rootRouter)
/** The typed procedures as functions, for servers. */
export type Api = ReturnType<typeof createCaller>
