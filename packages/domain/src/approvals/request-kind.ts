/** What a capability registers to have its requests decided here. Approvals know no other capability. Source: APR-1. */
import type { Noun, Seat } from '@ministry/access'
import type * as z from 'zod'
import type { Context } from '../context.ts'
import type { RouteDefinition } from './route.schema.ts'

export interface Place {
  id: string
  kind: string
  scopeIds: readonly string[]
}
/** What the routing needs to know of a request. */
export interface Routing {
  /** Minor units of the National node's currency, for the bands; null where the kind has none. */
  amount: number | null
  /** What conditions of routes ask for besides the amount (`place`, `role`). */
  facts: Record<string, string>
  /** People whom the case is about: they don't decide it. */
  concernedIds: readonly string[]
  /** What of the amount comes from earlier requests (minor units, National currency), and the rate taken; for the preview. */
  counted?: { earlier: number; rate: string | null }
}
/** One of the checks before routing; each is shown, passed or not. A failed one stops the request. Source: APR-1. */
export interface Check {
  /** Message key of what was checked. */
  code: string
  passed: boolean
  values?: Record<string, string | number>
}

/** `Payload` is plain JSON: its hash is what approvers approve. */
export interface RequestKind<Schema extends z.ZodType = z.ZodType> {
  /** `expense`, `role-assignment`, `event`: also the key of its texts, `approvals_kind_…`. */
  name: string
  /** Whose readers may read the cases: the noun of the matrix. */
  noun: Noun
  payload: Schema
  /** The chain that holds where the movement has published none; by the National node's currency where bands have amounts. Source: APR-3, APR-4, APR-5. */
  route: RouteDefinition | ((currency: string) => RouteDefinition)
  /** The seat below which nothing with these facts is decided, whatever a movement publishes. Source: APR-3. */
  least?(facts: Readonly<Record<string, string>>): Seat | undefined
  /** Names and possible values of the facts, for the editor of routes. */
  facts: Record<string, readonly string[]>
  /** Whether the editor offers bands by amount. */
  banded: boolean
  /** Whether several may be decided at once. Source: APR-8. */
  bulk: boolean
  /** Whether asking for this, or deciding it, wants a fresh proof of who it is. Source: ASVS 7.5. */
  dangerous?(payload: z.output<Schema>): boolean
  /** Throws NotAllowed or NotFound unless the caller may ask for this here; asks the ability. */
  mayRequest(ctx: Context, place: Place, payload: z.output<Schema>): Promise<void>
  /**
   * The checks, in order. Run again before the execution. This and all that follows has the power of the movement (a National
   * Director's rights there); `ctx.principal` says in whose name.
   */
  check(ctx: Context, place: Place, payload: z.output<Schema>): Promise<Check[]>
  routing(ctx: Context, place: Place, payload: z.output<Schema>): Promise<Routing>
  /** One line for lists and mails: a message key and its values; and the amount as asked, where there is one. Names are looked up with the reader's rights. */
  summary(payload: z.output<Schema>): {
    subject: string
    amount: { minor: number; currency: string } | null
    personId: string | null
  }
  /** In the transaction of submitting (or of an edit): what shall be kept beside the case. */
  submitted?(ctx: Context, asked: { caseId: string; place: Place; payload: z.output<Schema> }): Promise<void>
  /** In the transaction of the last decision, with the power of the movement; once. Throws RuleBroken where it can't be done any more. Source: APR-7. */
  execute(
    ctx: Context,
    approved: { caseId: string; place: Place; payload: z.output<Schema>; requesterId: string },
  ): Promise<void>
  /** In the transaction in which the case ends otherwise. */
  ended?(ctx: Context, ended: { caseId: string; outcome: 'rejected' | 'withdrawn' | 'sent-back' }): Promise<void>
}
