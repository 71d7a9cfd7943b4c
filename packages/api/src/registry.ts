/** What capabilities of different tiers put into one thing: the life line, the signs of life, requests, what files hang on. Source: PPL-3, AUT-4, APR-1, DOC-1. */
import { accountsLinks, roleKind, rolesOfLife, signInSigns } from '@ministry/domain/accounts'
import { approvalsLinks, caseFiles, type RequestKind } from '@ministry/domain/approvals'
import { automationLinks, automationsOfLife } from '@ministry/domain/automation'
import { bulkLinks, bulkOfLife } from '@ministry/domain/bulk'
import { careLinks, notesOfLife } from '@ministry/domain/care'
import { eventsLinks, eventKind } from '@ministry/domain/events'
import { financeLinks, expenseKind } from '@ministry/domain/finance'
import { auditLinks } from '@ministry/domain/audit'
import { filesLinks } from '@ministry/domain/files'
import { familiesLinks, relationsOfLife } from '@ministry/domain/families'
import { transfersLinks, transfersOfLife } from '@ministry/domain/transfers'
import { followUpsLinks, followUpsOfLife } from '@ministry/domain/follow-ups'
import { orgLinks } from '@ministry/domain/org'
import type { FileSubject } from '@ministry/domain/files'
import {
  followUpsImport,
  groupsImport,
  importsLinks,
  importsOfLife,
  membershipsImport,
  peopleImport,
  rolesImport,
  type ImportKind,
} from '@ministry/domain/imports'
import { webhooksLinks } from '@ministry/domain/webhooks'
import { messagingLinks, mailsOfLife } from '@ministry/domain/messaging'
import {
  peopleLinks,
  personFiles,
  editsOfLife,
  joiningSigns,
  membershipsOfLife,
  mergesOfLife,
  ownEditSigns,
  wishesOfLife,
} from '@ministry/domain/people'

/** Who knows something of a person's past; the order is by time, whoever tells it. */
export const lifeLine = [
  membershipsOfLife,
  editsOfLife,
  wishesOfLife,
  mergesOfLife,
  rolesOfLife,
  mailsOfLife,
  automationsOfLife,
  importsOfLife,
  bulkOfLife,
  notesOfLife,
  followUpsOfLife,
  relationsOfLife,
  transfersOfLife,
]
/** Where signs of life are recorded; attendance and registrations will stand here too. */
export const signs = [signInSigns, ownEditSigns, joiningSigns]
/** What can be asked for through approvals, each with its checks, its route and what is done at the end. */
export const requestKinds: readonly RequestKind[] = [expenseKind, roleKind, eventKind]
/** What files may be attached to, each with who may read it. */
export const fileSubjects: readonly FileSubject[] = [caseFiles, personFiles]
/** What points at a person; keys and accounts before the memberships, whose triggers look at both. */
export const personLinks = [
  ...accountsLinks,
  ...peopleLinks,
  ...approvalsLinks,
  ...automationLinks,
  ...messagingLinks,
  ...webhooksLinks,
  ...financeLinks,
  ...eventsLinks,
  ...filesLinks,
  ...orgLinks,
  ...auditLinks,
  ...importsLinks,
  ...bulkLinks,
  ...careLinks,
  ...followUpsLinks,
  ...familiesLinks,
  ...transfersLinks,
]
/** What files can bring in, in the order in which it is offered; each kind with its fields, its matching and its verbs. */
export const importKinds: readonly ImportKind[] = [
  peopleImport,
  membershipsImport,
  groupsImport,
  rolesImport,
  followUpsImport,
]
