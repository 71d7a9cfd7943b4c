/** Whom rows mean: by their keys, by what a person said, and where neither tells, by likeness for a person to decide. Source: IMP-2, PPL-5. */
import type { Context } from '../context.ts'
import { likelyAmong, matchesOf, matchPeople, type Candidate, type Match } from '../people/index.ts'
import type { PersonRow } from './read-person.ts'
import { looksLike, whoIsIt, type Found } from './who-is-it.ts'

/**
 * For each row whom it means, and all whom its keys found. The statements don't grow with the rows, but for four more for each hundred
 * whom no key finds.
 */
export async function findPeople(
  ctx: Context,
  nodeId: string,
  rows: readonly PersonRow[],
  candidates: readonly Candidate[],
): Promise<{ found: Found[]; matches: Match[][] }> {
  const matches = await matchPeople(ctx, nodeId, candidates)
  await addChosen(ctx, nodeId, rows, matches)
  const found = rows.map((row, i) => whoIsIt(row, matches[i]!))
  const open = rows.flatMap((row, i) =>
    found[i]!.is === 'nobody' && row.name !== null && row.choice === null && row.problems.length === 0 ? [i] : [],
  )
  const likely = await likelyAmong(
    ctx,
    nodeId,
    open.map((i) => ({ fields: rows[i]!.fields, matches: matches[i]! })),
  )
  open.forEach((i, at) => (found[i] = looksLike(rows[i]!, likely[at]!)))
  return { found, matches }
}

/** Whom a person chose may have been found by likeness: by no key of the row. */
async function addChosen(ctx: Context, nodeId: string, rows: readonly PersonRow[], matches: readonly Match[][]) {
  const missing = rows.flatMap(({ choice }, i) =>
    choice?.take === 'one' && !matches[i]!.some(({ person }) => person.id === choice.id) ? [{ i, id: choice.id }] : [],
  )
  const chosen = await matchesOf(
    ctx,
    nodeId,
    missing.map(({ id }) => id),
  )
  for (const { i, id } of missing) {
    const match = chosen.get(id)
    if (match) matches[i]!.push(match)
  }
}
