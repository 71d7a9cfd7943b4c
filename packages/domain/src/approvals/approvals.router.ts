import { procedure, router } from '../door.ts'
import { absences } from './absences.ts'
import { candidates } from './candidates.ts'
import { decideMany } from './decide-many.ts'
import { delegate } from './delegate.ts'
import { deputies } from './deputies.ts'
import { endAbsence } from './end-absence.ts'
import { reassign } from './reassign.ts'
import { setAbsence } from './set-absence.ts'
import { cases } from './cases.ts'
import { comment } from './comment.ts'
import { decide } from './decide.ts'
import { discardDraft } from './discard-draft.ts'
import { edit } from './edit.ts'
import { get } from './get.ts'
import { inbox } from './inbox.ts'
import { inboxCount } from './inbox-count.ts'
import { preview } from './preview.ts'
import { publish } from './publish.ts'
import { report } from './report.ts'
import { reportCsv } from './report-csv.ts'
import { routes } from './routes.ts'
import { routeVersion } from './route-version.ts'
import { saveDraft } from './save-draft.ts'
import { tryRoute } from './try-route.ts'
import { why } from './why.ts'
import { submit } from './submit.ts'
import { withdraw } from './withdraw.ts'

export const approvalsRouter = router({
  preview: procedure(preview),
  why: procedure(why),
  submit: procedure(submit),
  edit: procedure(edit),
  withdraw: procedure(withdraw),
  decide: procedure(decide),
  decideMany: procedure(decideMany),
  delegate: procedure(delegate),
  reassign: procedure(reassign),
  candidates: procedure(candidates),
  comment: procedure(comment),
  get: procedure(get),
  inbox: procedure(inbox),
  inboxCount: procedure(inboxCount),
  cases: procedure(cases),
  absences: procedure(absences),
  setAbsence: procedure(setAbsence),
  endAbsence: procedure(endAbsence),
  deputies: procedure(deputies),
  publish: procedure(publish),
  report: procedure(report),
  reportCsv: procedure(reportCsv),
  routes: procedure(routes),
  saveDraft: procedure(saveDraft),
  discardDraft: procedure(discardDraft),
  routeVersion: procedure(routeVersion),
  tryRoute: procedure(tryRoute),
})
