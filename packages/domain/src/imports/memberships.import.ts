/** Places of people who are on record: who belongs where since when, and in which state. Nobody new is made. Source: IMP-1, PPL-2. */
import { reaches } from '@ministry/access/scope'
import { notAllowed } from '@ministry/kernel/errors'
import type { ImportKind } from '../import-kind.ts'
import { applyPeople } from './apply-people.ts'
import { planPeople } from './plan-people.ts'
import { peopleFields } from './reading/index.ts'
import { undoPeople } from './undo-people.ts'
import { matchKeys } from './who-is-it.ts'

/** Who is meant, and what a membership is; the rest of a file about the people stays out. */
const taken = new Set(
  'externalId name givenName middleName familyName suffix preferredName birthDate emails phones node state active joinedOn'.split(
    ' ',
  ),
)
const told = new Set(['node', 'state', 'joinedOn'])

/** The kind `memberships`. */
export const membershipsImport: ImportKind = {
  name: 'memberships',
  mayImport(ctx, place) {
    if (!reaches(ctx, 'create', 'Membership', place)) throw notAllowed('create', 'Membership')
  },
  fields: () =>
    Promise.resolve(
      peopleFields
        .filter(({ key }) => taken.has(key))
        .map((field) => (field.key === 'state' ? { ...field, merges: true } : field)),
    ),
  required: [
    ['name', 'givenName', 'familyName', 'preferredName', 'emails', 'externalId'],
    ['node', 'state'],
  ],
  matchKeys,
  async plan(ctx, job, rows) {
    // What a row says of the person tells who is meant, and changes nothing about them.
    const rules = Object.fromEntries([...taken].filter((key) => !told.has(key)).map((key) => [key, 'keep' as const]))
    const settings = {
      ...job.settings,
      rules: { ...rules, ...(job.settings.rules?.['state'] && { state: job.settings.rules['state'] }) },
    }
    const planned = await planPeople(ctx, { ...job, settings }, rows, { creates: false })
    return planned.map((row) => {
      const changes = row.detail.changes.filter(({ kept }) => !kept)
      // Somebody may come into several groups by one file: a target is a person at a place.
      const place = changes.find(({ field }) => field === 'node')?.after
      const target = row.target && `${row.target} ${typeof place === 'string' ? place : ''}`
      const { blank: _blank, ...detail } = row.detail
      return { ...row, target, detail: { ...detail, changes } }
    })
  },
  apply: applyPeople,
  undo: undoPeople,
}
