import { procedure, router } from '../door.ts'
import { cases } from './cases.ts'
import { comment } from './comment.ts'
import { decide } from './decide.ts'
import { edit } from './edit.ts'
import { get } from './get.ts'
import { inbox } from './inbox.ts'
import { inboxCount } from './inbox-count.ts'
import { preview } from './preview.ts'
import { submit } from './submit.ts'
import { withdraw } from './withdraw.ts'

export const approvalsRouter = router({
  preview: procedure(preview),
  submit: procedure(submit),
  edit: procedure(edit),
  withdraw: procedure(withdraw),
  decide: procedure(decide),
  comment: procedure(comment),
  get: procedure(get),
  inbox: procedure(inbox),
  inboxCount: procedure(inboxCount),
  cases: procedure(cases),
})
