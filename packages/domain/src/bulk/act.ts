/** What an act on many knows: whom it can be done to, how it is written, and how it is taken back. Each in set form. Source: PPL-3. */
import type { Context } from '../context.ts'
import type { BulkActName, LeftReason, SparedReason } from './bulk.schema.ts'
import type { BulkWhat } from './what.ts'

export type What<Name extends BulkActName> = Extract<BulkWhat, { act: Name }>
/** What would become of somebody: it is done to them, it is so already, or they are left and why. */
export type Fate = 'do' | 'same' | LeftReason
/** One of the people to take it back from; `madeId` is what was made for them. */
export interface Written {
  personId: string
  madeId: string | null
}

export interface Act<W> {
  /** Throws where the act makes no sense for anybody. */
  check(ctx: Context, what: W): Promise<void>
  /** Everybody's fate; nothing is written. */
  plan(ctx: Context, what: W, ids: readonly string[]): Promise<Map<string, Fate>>
  /** Does it to those for whom the plan, in the same transaction, said so. What was made for each, where something was. */
  write(ctx: Context, what: W, ids: readonly string[]): Promise<Map<string, string>>
  /** Takes back what is still as it was written; whom it spares, and why. */
  undo(ctx: Context, what: W, bulkId: string, rows: readonly Written[]): Promise<Map<string, SparedReason>>
}
