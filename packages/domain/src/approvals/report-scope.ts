/** Which cases a report of a place counts. Source: APR-1, ACS-3. */
import { find, reaches } from '@ministry/access/scope'
import { empty, join, sql, type Sql } from '@ministry/db'
import { addDays, startOfDay } from '@ministry/kernel/calendar'
import { notAllowed } from '@ministry/kernel/errors'
import type * as z from 'zod'
import type { Context } from '../context.ts'
import { settingsOf } from '../org/index.ts'
import type { reportInput } from './approvals.schema.ts'
import { readers } from './case-row.ts'

type Asked = z.output<typeof reportInput>
export interface ReportPlace {
  id: string
  name: string
  scopeIds: string[]
}

/**
 * The place, and a condition on `approval_case c`: cases there and below, of nouns whose cases the caller reads at the whole place; days
 * in the place's time zone. Throws NotFound, and NotAllowed where the caller reads none.
 */
export async function reportScope(
  ctx: Context,
  { nodeId, kind, from, to }: Asked,
): Promise<{ place: ReportPlace; where: Sql }> {
  const place = await find<ReportPlace>(ctx, 'read', 'OrgNode', nodeId)
  const nouns = readers.filter(([noun, action]) => reaches(ctx, action, noun, place)).map(([noun]) => noun)
  if (nouns.length === 0) throw notAllowed('read', 'Report')
  const { timeZone } = from || to ? await settingsOf(ctx, nodeId) : { timeZone: { value: 'UTC' } }
  const where = join(
    [
      sql`c.scope_ids @> array[${nodeId}::uuid] and c.noun = any (${[...nouns]}::text[])`,
      kind ? sql`and c.kind = ${kind}` : empty,
      from ? sql`and c.submitted_at >= ${startOfDay(from, timeZone.value)}` : empty,
      to ? sql`and c.submitted_at < ${startOfDay(addDays(to, 1), timeZone.value)}` : empty,
    ],
    ' ',
  )
  return { place, where }
}
