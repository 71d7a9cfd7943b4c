import { nouns, type Noun } from '@ministry/access'
import { find, scope } from '@ministry/access/scope'
import { explain } from '@ministry/access/why'
import { MinistryError } from '@ministry/kernel/errors'
import { id as anId } from '@ministry/kernel/id'
import * as z from 'zod'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { whyAct, type WhyAct } from './access.schema.ts'
import { recordActs, recordNouns } from './record-acts.ts'

/** A record by its noun and id; without an id, what was refused of the noun. `action` asks about this one act alone. */
const whyInput = z.object({
  noun: z.enum(nouns),
  id: anId().nullable(),
  action: z.string().max(40).optional(),
  field: z.string().max(60).optional(),
})
const whyOutput = z.object({
  /** False for what is hidden and for what is not there: the two are told apart nowhere. */
  seen: z.boolean(),
  acts: z.array(whyAct),
})

/**
 * Why the reader can see a record, and do what they can with it; and why not. Nothing is said of a record out of sight that isn't
 * said of one that doesn't exist. Errors: InvalidInput. Source: ACS-5.
 */
export const why = query({
  name: 'access.why',
  permission: 'signed-in',
  input: whyInput,
  output: whyOutput,
  async run(ctx, { noun, id, action, field }) {
    const known = recordNouns.find((one) => one === noun)
    const row = known && id ? await seen(ctx, known, id) : null
    const acts = action ? [action] : known && row ? recordActs[known] : ['read']
    const told = acts.map((one) => ({ action: one, noun, ...(field && { field }) }))
    return { seen: Boolean(row), acts: await explainActs(ctx, told, row) }
  },
})

// The application reads no password, so it can't take an account's row whole.
const columns: Partial<Record<Noun, object>> = { Account: { id: true, scopeIds: true } }

/** The row, if the reader sees it. */
async function seen(ctx: Context, noun: Noun, id: string): Promise<object | null> {
  return find(ctx, 'read', noun, id, columns[noun]).catch((error: unknown) => {
    if (error instanceof MinistryError && error.kind === 'NotFound') return null
    throw error
  })
}

/** What decides about these acts on a row, with the names of the reader's own places. `row` null: nothing that they can see. */
export async function explainActs(
  ctx: Context,
  acts: readonly { action: string; noun: Noun; field?: string }[],
  row: object | null,
): Promise<WhyAct[]> {
  const told = acts.map((act) => ({ action: act.action, ...explain(ctx.principal, ctx.at, act, row) }))
  const ids = told.flatMap(({ reasons }) => reasons.flatMap((reason) => ('nodeId' in reason ? [reason.nodeId] : [])))
  const places = await ctx.tx.prisma.orgNode.findMany({
    where: { AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: ids.filter((one) => one !== null) } }] },
    select: { id: true, name: true },
  })
  const named = new Map(places.map((place) => [place.id, place]))
  return told.map(({ action, allowed, reasons, given }) => ({
    ...{ action, allowed, given },
    reasons: reasons.map((reason) =>
      'role' in reason ? { ...reason, place: named.get(reason.nodeId ?? '') ?? null } : reason,
    ),
  }))
}
