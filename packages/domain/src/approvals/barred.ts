/** Who signs nothing in a case, judged at the instant it counts and not when it was asked. Source: APR-2. */
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { CaseRow } from './case-row.ts'
import { sayOf, type VoteRow } from './sign.rules.ts'
import { samePeople } from './world.ts'

/**
 * The requester, whom it is about, and every other record of them, as known when it was asked or now (`excluded`); with them (`barred`)
 * other records of those who have been heard in this revision: nobody signs twice by a second account.
 */
export async function barredFrom(
  power: Context,
  row: Pick<CaseRow, 'personId' | 'concernedIds' | 'excludedIds'>,
  votes: readonly VoteRow[],
): Promise<{ excluded: string[]; barred: string[] }> {
  const now = await samePeople(power, [row.personId, ...row.concernedIds])
  const excluded = [...new Set([...row.excludedIds, ...now])]
  const heard = votes.flatMap((vote) => [vote.personId, sayOf(vote)])
  const again = heard.length ? await samePeople(power, heard) : []
  return { excluded, barred: [...new Set([...excluded, ...again.filter((id) => !heard.includes(id))])] }
}

/** Writes down whom a case excludes by now: the inbox and the database's own wall go by it. */
export async function keepExcluded(power: Context, row: CaseRow, excluded: string[]): Promise<CaseRow> {
  if (excluded.length === row.excludedIds.length) return row
  await power.tx.rows(sql`update approval_seat set excluded_ids = ${excluded}::uuid[] where case_id = ${row.id}::uuid`)
  await power.tx.rows(sql`update approval_case set excluded_ids = ${excluded}::uuid[] where id = ${row.id}::uuid`)
  return { ...row, excludedIds: excluded }
}
