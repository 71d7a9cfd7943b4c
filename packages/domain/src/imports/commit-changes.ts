/** The commit of rows about people who are on record. Source: IMP-4, IMP-6. */
import { MinistryError } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import {
  changeStates,
  joinMany,
  lockPeople,
  openMemberships,
  readPeople,
  setDoNotContacts,
  updateMany,
} from '../people/index.ts'
import { failed, writeAll, type Done, type Waiting } from './commit-row.ts'
import { refusedRow } from './imports.codes.ts'
import type { PlannedChange } from './plan-change.ts'

/** Writes those of the rows that change somebody; who is no longer as the dry run showed them is left alone. */
export async function changeRows(ctx: Context, waiting: readonly Waiting[]): Promise<Done[]> {
  const rows = waiting.filter(({ verdict }) => verdict === 'change')
  if (rows.length === 0) return []
  const stale = await staleOf(ctx, rows)
  const { written, refused } = await writeAll(
    ctx,
    rows.filter((row) => !stale.has(row)),
    writeChanges,
  )
  return [
    ...[...stale].map(({ number, personId }) => failed(number, personId, 'imports.row.changed-meanwhile')),
    ...written.map(({ row: { number, personId } }): Done => ({ number, outcome: 'changed', personId, problem: null })),
    ...refused.map(({ row: { number, personId }, error }) =>
      failed(number, personId, error.code ?? refusedRow(error.kind), error.values),
    ),
  ]
}

/** Rows about people who are no longer as the dry run showed them. */
async function staleOf(ctx: Context, rows: readonly Waiting[]): Promise<ReadonlySet<Waiting>> {
  const ids = rows.map(({ personId }) => personId!)
  await lockPeople(ctx, ids)
  const present = await readPeople(ctx, ids)
  const stating = rows.filter(({ detail }) => detail.change!.state)
  const memberships = await openMemberships(
    ctx,
    stating.map(({ personId }) => personId!),
  )
  const otherState = ({ personId, detail }: Waiting) => {
    const { state } = detail.change!
    const now = state && memberships.get(personId!)?.find(({ nodeId }) => nodeId === state.nodeId)
    return state !== undefined && now?.state !== state.from
  }
  return new Set(
    rows.filter((row) => present.get(row.personId!)?.version !== row.detail.change!.version || otherState(row)),
  )
}

/** Writes rows through the set forms of people, each for those that ask for it. An error names the row in `values.row`. */
async function writeChanges(ctx: Context, part: readonly Waiting[]) {
  await ofThose(
    part,
    ({ join }) => join,
    (joins) => joinMany(ctx, joins),
  )
  await ofThose(
    part,
    ({ state }) => state,
    (states) => changeStates(ctx, states),
  )
  await ofThose(
    part,
    ({ doNotContact }) => doNotContact && {},
    (wishes) => setDoNotContacts(ctx, wishes),
  )
  return updateMany(
    ctx,
    part.map(({ personId, detail }) => {
      const { version, fields, keys } = detail.change!
      return { id: personId!, version, fields, keys }
    }),
  )
}
async function ofThose<Part extends object>(
  rows: readonly Waiting[],
  partOf: (change: PlannedChange) => Part | undefined,
  write: (parts: (Part & { personId: string })[]) => Promise<void>,
) {
  const asking = rows.flatMap(({ personId, detail }, row) => {
    const part = partOf(detail.change!)
    return part ? [{ row, part: { ...part, personId: personId! } }] : []
  })
  if (asking.length === 0) return
  await write(asking.map(({ part }) => part)).catch((error: unknown) => {
    if (error instanceof MinistryError && typeof error.values['row'] === 'number')
      error.values['row'] = asking[error.values['row']]!.row
    throw error
  })
}
