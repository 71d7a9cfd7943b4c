import { procedure, router } from '../door.ts'
import { cancel } from './cancel.ts'
import { choose } from './choose.ts'
import { chooseAlike } from './choose-alike.ts'
import { commit } from './commit.ts'
import { fields } from './fields.ts'
import { fix } from './fix.ts'
import { get } from './get.ts'
import { leftOut } from './left-out.ts'
import { list } from './list.ts'
import { map } from './map.ts'
import { reread } from './reread.ts'
import { offers } from './offers.ts'
import { rows } from './rows.ts'
import { setRules } from './set-rules.ts'
import { template } from './template.ts'
import { undo } from './undo.ts'
import { undecided } from './undecided.ts'
import { unknownWords } from './unknown-words.ts'
import { upload } from './upload.ts'

export const importsRouter = router({
  upload: procedure(upload),
  reread: procedure(reread),
  offers: procedure(offers),
  fields: procedure(fields),
  template: procedure(template),
  map: procedure(map),
  get: procedure(get),
  list: procedure(list),
  rows: procedure(rows),
  leftOut: procedure(leftOut),
  unknownWords: procedure(unknownWords),
  choose: procedure(choose),
  undecided: procedure(undecided),
  chooseAlike: procedure(chooseAlike),
  fix: procedure(fix),
  setRules: procedure(setRules),
  commit: procedure(commit),
  cancel: procedure(cancel),
  undo: procedure(undo),
})
