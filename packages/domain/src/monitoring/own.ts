/** Pages of runs and events with those of other movements left out. */
import type { KeptEvent, RunQuery, RunSummary } from '@ministry/workflows'
import type { Context } from '../context.ts'
import { operationsOf, ownersOf, type Owner, type Reach } from './reach.ts'

const BATCH = 200
/** Looked through for one page; beyond, the page ends short and the next one goes on. */
const MOST = 2_000

interface Page<Row> {
  rows: (Row & { owner: Owner })[]
  /** Key of the last row that was looked at; null at the end. */
  next: string | null
}

/** Runs for these eyes, newest first, `take` of them. */
export function ownRuns(
  ctx: Context,
  reach: Reach,
  query: RunQuery,
  take: number,
  most = MOST,
): Promise<Page<RunSummary>> {
  const { runs } = operationsOf(ctx.services)
  const read = (before: string | undefined, limit: number) => runs({ ...query, limit, ...(before && { before }) })
  return ownPage(ctx, reach, {
    read,
    after: query.before,
    take,
    most,
    key: ({ id }) => id,
    about: ({ event }) => event,
  })
}

/** Events for these eyes, newest first. */
export function ownEvents(
  ctx: Context,
  reach: Reach,
  query: { name?: string; id?: string; before?: string },
  take: number,
): Promise<Page<KeptEvent>> {
  const { events } = operationsOf(ctx.services)
  const read = (before: string | undefined, limit: number) => events({ ...query, limit, ...(before && { before }) })
  return ownPage(ctx, reach, {
    read,
    after: query.before,
    take,
    most: MOST,
    key: ({ seq }) => seq,
    about: ({ data }) => data,
  })
}

async function ownPage<Row>(
  ctx: Context,
  reach: Reach,
  {
    read,
    after,
    take,
    most,
    key,
    about,
  }: {
    read(before: string | undefined, limit: number): Promise<Row[]>
    after: string | undefined
    take: number
    most: number
    key(row: Row): string
    about(row: Row): unknown
  },
): Promise<Page<Row>> {
  const rows: Page<Row>['rows'] = []
  let last = after
  for (let looked = 0; looked < most;) {
    const batch = await read(last, BATCH)
    const owners = await ownersOf(ctx, reach, batch.map(about))
    for (const [index, row] of batch.entries()) {
      if (rows.length === take) return { rows, next: last ?? null }
      last = key(row)
      const owner = owners[index]!
      if (owner !== 'others') rows.push({ ...row, owner })
    }
    if (batch.length < BATCH) return { rows, next: null }
    looked += batch.length
  }
  return { rows, next: last ?? null }
}
