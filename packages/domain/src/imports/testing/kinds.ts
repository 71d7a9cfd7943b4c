/** The kinds that imports come with, in the order of the registry. Only tests import this. */
import { membershipsImport } from '../memberships.import.ts'
import { peopleImport } from '../people.import.ts'

export const importKinds = [peopleImport, membershipsImport]
