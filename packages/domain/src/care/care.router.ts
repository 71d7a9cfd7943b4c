import { procedure, router } from '../door.ts'
import { breakGlass } from './break-glass.ts'
import { careNotes } from './care-notes.ts'
import { changeCareNote } from './change-care-note.ts'
import { changeNote } from './change-note.ts'
import { glassBroken } from './glass-broken.ts'
import { notes } from './notes.ts'
import { openCareNotes } from './open-care-notes.ts'
import { removeCareNote } from './remove-care-note.ts'
import { removeNote } from './remove-note.ts'
import { shareCareNote } from './share-care-note.ts'
import { writeCareNote } from './write-care-note.ts'
import { writeNote } from './write-note.ts'

export const careRouter = router({
  notes: procedure(notes),
  writeNote: procedure(writeNote),
  changeNote: procedure(changeNote),
  removeNote: procedure(removeNote),
  careNotes: procedure(careNotes),
  openCareNotes: procedure(openCareNotes),
  writeCareNote: procedure(writeCareNote),
  changeCareNote: procedure(changeCareNote),
  shareCareNote: procedure(shareCareNote),
  removeCareNote: procedure(removeCareNote),
  breakGlass: procedure(breakGlass),
  glassBroken: procedure(glassBroken),
})
