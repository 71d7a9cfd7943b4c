import { may } from '@ministry/access'
import type { Context } from '../context.ts'
import type { PersonRow } from './person-row.ts'

/** Whether the caller reads this person whole, and not only as a line of a list (by consent in their group, as a donor). Source: ACS-3. */
export const seenWhole = ({ ability }: Context, person: PersonRow): boolean =>
  may(ability, 'read', 'Person', person, 'version')
