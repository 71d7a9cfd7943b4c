/** The rows of the large seed on their way into the database. */
import type pg from 'pg'
import { copyLines, line } from './copy-rows.ts'
import { drawLives, lineColumns, type Lines } from './large-lives.ts'
import { everyPart } from './large-names.ts'
import { assignmentColumns, homesOfHandles, seating } from './large-roles.ts'
import { largeId, type LargeNode, type LargeSize } from './large-tree.ts'

const BATCH = 10_000

/** Nodes and their history; returns the number of rows. */
export async function writeTree(client: pg.Client, nodes: readonly LargeNode[]): Promise<number> {
  const ofMovement = ['Africa/Nairobi', 'KES', 'en', 'KE']
  const inherited = ofMovement.map(() => null)
  await copyLines(
    client,
    'org_node',
    'id, kind, parent_id, name, opened_on, time_zone, currency, language, country, scope_ids, depth',
    nodes.map(({ id, kind, name, parent, openedOn, scopeIds }) =>
      line(id, kind, parent?.id, name, openedOn, ...(parent ? inherited : ofMovement), scopeIds, scopeIds.length - 1),
    ),
  )
  await copyLines(
    client,
    'node_version',
    'id, node_id, act, parent_id, name, state, valid_from, scope_ids',
    nodes.map(({ id, name, parent, openedOn, scopeIds }, n) =>
      line(largeId('version', n + 1), id, 'open', parent?.id, name, 'active', `${openedOn} 08:00:00Z`, scopeIds),
    ),
  )
  return 2 * nodes.length
}

/** People with everything of theirs, and who of them leads what; returns the number of rows. */
export async function writePeople(client: pg.Client, nodes: readonly LargeNode[], size: LargeSize): Promise<number> {
  const lives = drawLives(nodes, size, homesOfHandles(nodes), await foldedParts(client))
  const seat = seating()
  const assignments: string[] = []
  let rows = 0
  for (;;) {
    const { lines, residents } = lives.next(BATCH)
    if (residents.length === 0) break
    for (const table of Object.keys(lines) as (keyof Lines)[]) {
      await copyLines(client, table, lineColumns[table], lines[table])
      rows += lines[table].length
    }
    for (const resident of residents) assignments.push(...seat(resident))
  }
  await copyLines(client, 'role_assignment', assignmentColumns, assignments)
  return rows + assignments.length
}

/** What the database's own folding makes of every part of a name: whole names are put together from these. */
async function foldedParts(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ part: string; folded: string }>(
    'select part, app.fold(part) folded from unnest($1::text[]) part',
    [everyPart()],
  )
  return new Map(rows.map(({ part, folded }) => [part, folded]))
}
