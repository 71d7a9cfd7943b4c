/** The commit of rows about people, by the set forms of people. Source: IMP-4, IMP-6. */
import { sql } from '@ministry/db'
import { MinistryError } from '@ministry/kernel/errors'
import type { Context } from '../context.ts'
import type { DoneRow, ImportJob, WaitingRow } from '../import-kind.ts'
import {
  changeStates,
  createMany,
  joinMany,
  lockPeople,
  openMemberships,
  readPeople,
  recordConsents,
  setDoNotContacts,
  updateMany,
} from '../people/index.ts'
import { failed, refusedAs, writeAll } from './commit-row.ts'
import type { PlannedChange } from './plan-change.ts'
import { sourceOf, type PeopleAct } from './plan-people.ts'

const actOf = ({ detail }: WaitingRow) => detail.act as PeopleAct
const changeOf = (row: WaitingRow) => actOf(row).change!

/** Writes a chunk: who is no longer as the dry run showed them is left alone. */
export async function applyPeople(ctx: Context, job: ImportJob, waiting: readonly WaitingRow[]): Promise<DoneRow[]> {
  return [...(await createRows(ctx, waiting)), ...(await changeRows(ctx, job, waiting))]
}

async function createRows(ctx: Context, waiting: readonly WaitingRow[]): Promise<DoneRow[]> {
  const rows = waiting.filter((row) => actOf(row).create)
  const taken = await takenKeys(ctx, rows)
  const free = rows.filter(({ number }) => !taken.has(number))
  const { written, refused } = await writeAll(ctx, free, (inner, part) =>
    createMany(
      inner,
      part.map((row) => actOf(row).create!),
    ),
  )
  return [
    ...[...taken].map(([number, personId]): DoneRow => ({
      number,
      outcome: 'skipped',
      personId,
      problem: null,
      act: null,
    })),
    ...written.map(({ row, result }): DoneRow => {
      const { consents = [], doNotContact } = actOf(row).create!
      const made = { consents: consents.length, joins: 0, quiet: doNotContact ? 1 : 0 }
      const act: PeopleAct = { made }
      return { number: row.number, outcome: 'created', personId: result, problem: null, act }
    }),
    ...refused.map(refusedAs),
  ]
}

/** Somebody else brought the same person in since the dry run. */
async function takenKeys({ tx }: Context, rows: readonly WaitingRow[]): Promise<Map<number, string>> {
  const keys = rows.flatMap((row) => (actOf(row).create!.keys ?? []).map((key) => ({ number: row.number, ...key })))
  const held = await tx.rows<{ number: number; personId: string }>(sql`
    select g.number, k.person_id as "personId"
      from json_to_recordset(${JSON.stringify(keys)}::json) as g(number int, "nodeId" uuid, source text, key text)
      join person_key k on k.node_id = g."nodeId" and k.source = g.source and k.key = g.key`)
  return new Map(held.map(({ number, personId }) => [number, personId]))
}

async function changeRows(ctx: Context, job: ImportJob, waiting: readonly WaitingRow[]): Promise<DoneRow[]> {
  const rows = waiting.filter((row) => actOf(row).change)
  if (rows.length === 0) return []
  const stale = await staleOf(ctx, rows)
  const fresh = rows.filter((row) => !stale.has(row))
  const { written, refused } = await writeAll(ctx, fresh, (inner, part) => writeChanges(inner, job, part))
  return [
    ...[...stale].map(({ number, personId }) => failed(number, personId, 'imports.row.changed-meanwhile')),
    ...written.map(({ row: { number, personId } }): DoneRow => ({
      number,
      outcome: 'changed',
      personId,
      problem: null,
    })),
    ...refused.map(refusedAs),
  ]
}

/** Rows about people who are no longer as the dry run showed them. */
async function staleOf(ctx: Context, rows: readonly WaitingRow[]): Promise<ReadonlySet<WaitingRow>> {
  const ids = rows.map(({ personId }) => personId!)
  await lockPeople(ctx, ids)
  const present = await readPeople(ctx, ids)
  const stating = rows.filter((row) => changeOf(row).state)
  const memberships = await openMemberships(
    ctx,
    stating.map(({ personId }) => personId!),
  )
  const otherState = (row: WaitingRow) => {
    const { state } = changeOf(row)
    const now = state && memberships.get(row.personId!)?.find(({ nodeId }) => nodeId === state.nodeId)
    return state !== undefined && now?.state !== state.from
  }
  return new Set(rows.filter((row) => present.get(row.personId!)?.version !== changeOf(row).version || otherState(row)))
}

/** Writes rows through the set forms of people, each for those that ask for it. An error names the row in `values.row`. */
async function writeChanges(ctx: Context, job: ImportJob, part: readonly WaitingRow[]) {
  await ofThose(
    part,
    ({ join }) => (join ? [join] : []),
    async (joins) => void (await joinMany(ctx, joins)),
  )
  await ofThose(
    part,
    ({ state }) => (state ? [state] : []),
    (states) => changeStates(ctx, states),
  )
  await ofThose(
    part,
    ({ doNotContact }) => (doNotContact ? [{}] : []),
    (wishes) => setDoNotContacts(ctx, wishes),
  )
  const source = sourceOf(job)
  await ofThose(
    part,
    ({ consents = [] }) => consents.map((consent) => ({ ...consent, source })),
    (wishes) => recordConsents(ctx, wishes),
  )
  return updateMany(
    ctx,
    onePerPerson(part).map((row) => {
      const { version, fields, keys, custom, tags } = changeOf(row)
      return { id: row.personId!, version, fields, keys, custom, tags }
    }),
  ).then((updated) => part.map((row) => updated.find(({ id }) => id === row.personId)!))
}
/** Several rows of one person give memberships only: what they would change of the person is the same nothing. */
function onePerPerson(part: readonly WaitingRow[]): WaitingRow[] {
  return [...new Map(part.map((row) => [row.personId, row])).values()]
}
async function ofThose<Part extends object>(
  rows: readonly WaitingRow[],
  partsOf: (change: PlannedChange) => readonly Part[],
  write: (parts: (Part & { personId: string })[]) => Promise<void>,
) {
  const asking = rows.flatMap((row, at) =>
    partsOf(changeOf(row)).map((part) => ({ row: at, part: { ...part, personId: row.personId! } })),
  )
  if (asking.length === 0) return
  await write(asking.map(({ part }) => part)).catch((error: unknown) => {
    if (error instanceof MinistryError && typeof error.values['row'] === 'number')
      error.values['row'] = asking[error.values['row']]!.row
    throw error
  })
}
