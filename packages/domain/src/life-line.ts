/** The life line: each capability that knows something of a person's past says what, and what the reader may see of it. Source: PPL-3. */
import { rowScopeOf, type Noun } from '@ministry/access'
import type { Asking } from '@ministry/access/scope'
import type { Sql } from '@ministry/db'

/** Whose life it is; the reader sees the person already. */
export interface LifeOf {
  id: string
  /** The reader's own. */
  own: boolean
  /** Names of the person's fields that the reader may read. */
  readable: ReadonlySet<string>
}
export interface LifeLineSource {
  key: string
  /**
   * Selects (id text, at timestamptz, whole_day boolean, kind text, values jsonb) of what the reader may see of this person;
   * null where that is nothing. A line that is known to the day stands at noon (UTC) of it.
   */
  entries(ctx: Asking & { at: Date }, person: LifeOf): Sql | null
}

/** The nodes where the reader may read rows of the noun without further condition: what a source compares `scope_ids` with. */
export function readableAt(ctx: Asking, noun: Noun): string[] {
  ctx.asked('read', noun)
  return rowScopeOf(ctx.rights)[`${noun}.read`] ?? []
}
