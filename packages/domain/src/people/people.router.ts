import { procedure, router } from '../door.ts'
import { archive } from './archive.ts'
import { changeHome } from './change-home.ts'
import { changeState } from './change-state.ts'
import { create } from './create.ts'
import { changeField } from './fields/change-field.ts'
import { defineField } from './fields/define-field.ts'
import { fields } from './fields/fields.ts'
import { orderFields } from './fields/order-fields.ts'
import { restoreField } from './fields/restore-field.ts'
import { retireField } from './fields/retire-field.ts'
import { list as duplicates } from './duplicates/list.ts'
import { merge } from './duplicates/merge.ts'
import { merges } from './duplicates/merges.ts'
import { notSame } from './duplicates/not-same.ts'
import { pair } from './duplicates/pair.ts'
import { proposeMerge } from './duplicates/propose-merge.ts'
import { unmerge } from './duplicates/unmerge.ts'
import { beginExport } from './exports/begin.ts'
import { listExports } from './exports/open.ts'
import { get } from './get.ts'
import { giveConsent } from './give-consent.ts'
import { joinNode } from './join-node.ts'
import { leaveNode } from './leave-node.ts'
import { liftDoNotContact } from './lift-do-not-contact.ts'
import { list } from './list.ts'
import { me } from './me.ts'
import { institutions } from './institutions.ts'
import { removePhoto } from './photo/remove-photo.ts'
import { setPhoto } from './photo/set-photo.ts'
import { restore } from './restore.ts'
import { search } from './search.ts'
import { setDoNotContact } from './set-do-not-contact.ts'
import { createTag } from './tags/create-tag.ts'
import { renameTag } from './tags/rename-tag.ts'
import { restoreTag } from './tags/restore-tag.ts'
import { retireTag } from './tags/retire-tag.ts'
import { tagPeople } from './tags/tag-people.ts'
import { tags } from './tags/tags.ts'
import { update } from './update.ts'
import { withdrawConsent } from './withdraw-consent.ts'
import { changeView } from './views/change.ts'
import { listViews } from './views/list.ts'
import { rememberList } from './views/remember.ts'
import { removeView } from './views/remove.ts'
import { saveView } from './views/save.ts'

export const peopleRouter = router({
  list: procedure(list),
  search: procedure(search),
  get: procedure(get),
  me: procedure(me),
  create: procedure(create),
  update: procedure(update),
  changeState: procedure(changeState),
  archive: procedure(archive),
  restore: procedure(restore),
  joinNode: procedure(joinNode),
  leaveNode: procedure(leaveNode),
  changeHome: procedure(changeHome),
  giveConsent: procedure(giveConsent),
  withdrawConsent: procedure(withdrawConsent),
  setDoNotContact: procedure(setDoNotContact),
  liftDoNotContact: procedure(liftDoNotContact),
  fields: procedure(fields),
  defineField: procedure(defineField),
  changeField: procedure(changeField),
  retireField: procedure(retireField),
  restoreField: procedure(restoreField),
  orderFields: procedure(orderFields),
  tags: procedure(tags),
  createTag: procedure(createTag),
  renameTag: procedure(renameTag),
  retireTag: procedure(retireTag),
  restoreTag: procedure(restoreTag),
  tagPeople: procedure(tagPeople),
  duplicates: procedure(duplicates),
  pair: procedure(pair),
  notSame: procedure(notSame),
  proposeMerge: procedure(proposeMerge),
  merge: procedure(merge),
  unmerge: procedure(unmerge),
  merges: procedure(merges),
  setPhoto: procedure(setPhoto),
  removePhoto: procedure(removePhoto),
  institutions: procedure(institutions),
  exports: router({ begin: procedure(beginExport), list: procedure(listExports) }),
  views: router({
    list: procedure(listViews),
    save: procedure(saveView),
    change: procedure(changeView),
    remove: procedure(removeView),
    remember: procedure(rememberList),
  }),
})
