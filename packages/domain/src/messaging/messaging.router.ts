import { procedure, router } from '../door.ts'
import { chooseMails, unsubscribe } from './choose-mails.ts'
import { get } from './get.ts'
import { inbox, unread } from './inbox.ts'
import { liftSuppression } from './lift-suppression.ts'
import { mailChoices } from './mail-choices.ts'
import { markRead } from './mark-read.ts'
import { message, messages } from './messages.ts'
import { outbox } from './outbox.ts'
import { previewTemplate } from './preview-template.ts'
import { removeTemplate } from './remove-template.ts'
import { reports } from './reports.ts'
import { retryReport } from './retry-report.ts'
import { saveTemplate } from './save-template.ts'
import { suppressions } from './suppressions.ts'
import { template } from './template.ts'
import { templates } from './templates.ts'

export const messagingRouter = router({
  outbox: procedure(outbox),
  get: procedure(get),
  templates: procedure(templates),
  template: procedure(template),
  saveTemplate: procedure(saveTemplate),
  removeTemplate: procedure(removeTemplate),
  previewTemplate: procedure(previewTemplate),
  inbox: procedure(inbox),
  unread: procedure(unread),
  markRead: procedure(markRead),
  messages: procedure(messages),
  message: procedure(message),
  mailChoices: procedure(mailChoices),
  chooseMails: procedure(chooseMails),
  unsubscribe: procedure(unsubscribe),
  reports: procedure(reports),
  retryReport: procedure(retryReport),
  suppressions: procedure(suppressions),
  liftSuppression: procedure(liftSuppression),
})
