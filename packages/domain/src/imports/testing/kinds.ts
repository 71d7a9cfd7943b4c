/** The kinds that imports come with, in the order of the registry. Only tests import this. */
import { groupsImport } from '../groups.import.ts'
import { followUpsImport } from '../follow-ups.import.ts'
import { membershipsImport } from '../memberships.import.ts'
import { peopleImport } from '../people.import.ts'
import { rolesImport } from '../roles.import.ts'

export const importKinds = [peopleImport, membershipsImport, groupsImport, rolesImport, followUpsImport]
