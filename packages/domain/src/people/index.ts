export { alike } from './alike.ts'
export { normalEmail, normalPhone } from './contact-data.ts'
export { personFiles } from './photo/person-photo.ts'
export { changeHome } from './change-home.ts'
export { changeStates, type StateWish } from './change-states.ts'
export { createMany } from './create-many.ts'
export { holdsAt, optionOf } from './fields/fields.rules.ts'
export { fieldsAt, tagsAt, wordsById } from './fields/fields-at.ts'
export { checkJoinings, joinMany, type Joining } from './join-many.ts'
export { likelyAmong, likelyDuplicates, type Described, type Likely } from './duplicates/likely.ts'
export { sweep as sweepDuplicates } from './duplicates/sweep.ts'
export { lockPeople } from './lock-people.ts'
export { matchedBy, matchesOf, matchPeople, type Candidate, type Match, type MatchedBy } from './match-people.ts'
export { openMemberships, type OpenMembership } from './open-memberships.ts'
export { changesTo, impossible, stateProblem, type FieldChange } from './people.rules.ts'
export { exportsFunctions } from './exports.workflow.ts'
export { openExport } from './exports/open.ts'
export { writeExport } from './exports/write.ts'
export { leaveNode } from './leave-node.ts'
export { personMerged, personRegistered, personUnmerged } from './people.events.ts'
export { peopleRouter } from './people.router.ts'
export type { PersonRow } from './person-row.ts'
export { assertReaches, placesOf, type Place } from './places.ts'
export { readPeople } from './read-people.ts'
export { presentConsents, recordConsents, type Consented, type PresentConsent } from './record-consents.ts'
export { setDoNotContacts } from './set-do-not-contacts.ts'
export { eachPerson } from './person-line.ts'
export { placeOfSelection, whomOf } from './selection.ts'
export { standingHigher } from './stands-higher.ts'
export { takeBackParts, takeBackPeople, type GivenPart, type Spared } from './take-back.ts'
export { updateMany, type Updated } from './update-many.ts'
export {
  editsOfLife,
  joiningSigns,
  membershipsOfLife,
  mergesOfLife,
  ownEditSigns,
  wishesOfLife,
} from './people.life-line.ts'
export {
  openStates,
  selection,
  visible,
  type ExternalKey,
  type OpenState,
  type PersonFields,
  type PersonInput,
} from './people.schema.ts'
export { peopleLinks } from './people.links.ts'
export { peopleFunctions } from './people.workflow.ts'
