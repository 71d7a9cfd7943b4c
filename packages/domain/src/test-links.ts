/** What points at a person, as the product registers it. Only tests import this. */
import { accountsLinks } from './accounts/index.ts'
import { approvalsLinks } from './approvals/index.ts'
import { automationLinks } from './automation/index.ts'
import { bulkLinks } from './bulk/index.ts'
import { careLinks } from './care/index.ts'
import { eventsLinks } from './events/index.ts'
import { familiesLinks } from './families/index.ts'
import { filesLinks } from './files/index.ts'
import { financeLinks } from './finance/index.ts'
import { followUpsLinks } from './follow-ups/index.ts'
import { messagingLinks } from './messaging/index.ts'
import { peopleLinks } from './people/index.ts'
import { transfersLinks } from './transfers/index.ts'
import { webhooksLinks } from './webhooks/index.ts'

export const testLinks = [
  ...accountsLinks,
  ...peopleLinks,
  ...approvalsLinks,
  ...automationLinks,
  ...bulkLinks,
  ...messagingLinks,
  ...webhooksLinks,
  ...financeLinks,
  ...eventsLinks,
  ...filesLinks,
  ...careLinks,
  ...followUpsLinks,
  ...familiesLinks,
  ...transfersLinks,
]
