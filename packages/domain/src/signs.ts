/** Signs of life: each capability that records one says where, and the inactivity clock counts them all. Source: AUT-4. */
import type { Sql } from '@ministry/db'

export interface SignSource {
  /** `accounts.sign-in`: what stands on record as the last sign. */
  key: string
  /** Whether such signs come again and again from somebody who is there: only then does their absence say something. */
  recurring: boolean
  /** Rows of (person_id, at) of signs recorded in [from, until), by an index on that time. */
  since(from: Date, until: Date): Sql
}
