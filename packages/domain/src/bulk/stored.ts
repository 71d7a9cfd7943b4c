/** An act on many as it is kept. */
import { find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { BulkState } from './bulk.schema.ts'
import type { BulkWhat } from './what.ts'

export interface StoredAct {
  id: string
  nodeId: string
  scopeIds: string[]
  accountId: string
  personId: string
  act: BulkWhat['act']
  what: BulkWhat
  asked: { filter: object; ticked: boolean }
  state: BulkState
  total: number
  done: number
  same: number
  left: number
  undone: number
  spared: number
  problem: { code: string; values: Record<string, string | number> } | null
  createdAt: Date
  finishedAt: Date | null
  undoneAt: Date | null
  undoneBy: string | null
}

/** The act, if it may be seen and acted on. Throws NotFound, NotAllowed. */
export const findAct = (ctx: Context, action: string, id: string): Promise<StoredAct> =>
  find<StoredAct>(ctx, action, 'BulkAct', id)

/** One after the other: what moves an act on sees what was done before it. */
export async function lockAct({ tx }: Context, id: string): Promise<void> {
  // Not FOR UPDATE: a row lock counts as a write, and an act that finds nothing to do must be able to say so.
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`bulk:${id}`}, 0))`)
}

/** Where an act's entries belong in the audit. */
export const placeOf = ({ nodeId, scopeIds }: Pick<StoredAct, 'nodeId' | 'scopeIds'>) => ({ id: nodeId, scopeIds })
