/** Roles in a file: each row becomes a request that goes its way through approvals. No file gives a role. Source: IMP-1, ACC-3, APR-3. */
import { isSeat, may, roleNames } from '@ministry/access'
import { sql } from '@ministry/db'
import { MinistryError, notAllowed } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { roleKind } from '../accounts/index.ts'
import { submit, withdraw } from '../approvals/index.ts'
import type { Context } from '../context.ts'
import type {
  DoneRow,
  ImportField,
  ImportJob,
  ImportKind,
  PlannedRow,
  ReadRow,
  UndoneRow,
  WaitingRow,
  WrittenRow,
} from '../import-kind.ts'
import { failed } from './commit-row.ts'
import { refusedRow } from './imports.codes.ts'
import { nodesBelow, resolveNode, type NodesBelow } from './nodes-below.ts'
import { oneByOne } from './one-by-one.ts'
import { groupWords } from './reading/index.ts'
import { rowsAbout, whoFields, whoNeeded, type RowAbout } from './rows-about.ts'
import { matchKeys } from './who-is-it.ts'

const fields: readonly ImportField[] = [
  ...whoFields,
  {
    ...{ key: 'role', label: 'imports_field_role', heading: 'Role', example: 'Cell Leader', kind: 'choice' },
    aliases: [
      'position',
      'function',
      'office',
      'seat',
      'funktion',
      'rolle',
      'rôle',
      'rol',
      'cargo',
      'função',
      'wadhifa',
    ],
    choices: roleNames.filter(isSeat).map((value) => ({
      value,
      aliases: [
        value,
        value.replaceAll('-', ' '),
        ...(value === 'cell-leader' ? ['small group leader', 'group leader'] : []),
      ],
    })),
  },
  {
    ...{ key: 'rolePlace', label: 'imports_field_role_place', heading: 'Place', example: 'Mustard Seed', kind: 'text' },
    aliases: ['campus', 'region', ...groupWords, 'node', 'unit', 'where'],
  },
  {
    ...{ key: 'roleStart', label: 'imports_field_role_start', heading: 'From', example: '', kind: 'date' },
    aliases: ['start', 'start date', 'starts on', 'since', 'von', 'depuis', 'desde', 'tangu'],
  },
  {
    ...{ key: 'roleEnd', label: 'imports_field_role_end', heading: 'Until', example: '', kind: 'date' },
    aliases: ['end', 'end date', 'ends on', 'to', 'bis', 'jusqu’à', 'hasta', 'até', 'hadi'],
  },
  {
    ...{ key: 'roleReason', label: 'imports_field_role_reason', heading: 'Reason', example: '', kind: 'text' },
    aliases: ['why', 'note', 'comment', 'grund', 'motif', 'motivo', 'sababu'],
  },
]

interface RoleAct {
  nodeId: string
  payload: {
    act: 'give'
    personId: string
    role: string
    startsAt: string | null
    endsAt: string | null
    reason: string | null
  }
  caseId?: string
}

/** The kind `roles`. */
export const rolesImport: ImportKind = {
  name: 'roles',
  mayImport(ctx, place) {
    ctx.asked('propose', 'RoleAssignment')
    if (!may(ctx.ability, 'propose', 'RoleAssignment', { scopeIds: [...place.scopeIds] }))
      throw notAllowed('propose', 'RoleAssignment')
  },
  fields: () => Promise.resolve(fields),
  required: [whoNeeded, ['role']],
  matchKeys,
  plan,
  apply,
  undo,
}

async function plan(ctx: Context, job: ImportJob, rows: readonly ReadRow[]): Promise<PlannedRow[]> {
  const nodes = await nodesBelow(ctx, job.place)
  const asked = await openRequests(ctx, job)
  const planned: PlannedRow[] = []
  for (const about of await rowsAbout(ctx, job, rows, 'role'))
    planned.push('settled' in about ? about.settled : await decide(ctx, job, about, { nodes, asked }))
  return planned
}

async function decide(
  ctx: Context,
  job: ImportJob,
  { row, match: { person }, why, planned, because }: RowAbout,
  { nodes, asked }: { nodes: NodesBelow; asked: ReadonlySet<string> },
): Promise<PlannedRow> {
  const text = (key: string) => (row.values.get(key) as string | undefined) ?? null
  const role = text('role')
  if (!role) return because('error', 'imports.row.no-role', {}, 'role')
  const placeName = text('rolePlace')
  const node = placeName === null ? nodes.byId.get(job.place.id) : resolveNode(nodes, placeName)
  if (node === 'several' || !node)
    return because(
      'error',
      node ? 'imports.row.node-several' : 'imports.row.node-unknown',
      { value: placeName ?? '', place: job.place.name },
      'rolePlace',
    )
  const instant = (day: string | null) => (day ? `${day}T00:00:00Z` : null)
  const payload = {
    ...{ act: 'give' as const, personId: person.id, role, reason: text('roleReason')?.slice(0, 500) ?? null },
    // A past day is as soon as it is approved.
    startsAt: instant(text('roleStart') && text('roleStart')! > job.place.today ? text('roleStart') : null),
    endsAt: instant(text('roleEnd')),
  }
  const target = `${person.id} ${role} ${node.id}`
  if (asked.has(target)) return because('skip', 'imports.row.already-asked')
  const problem = await obstacle(ctx, node, payload)
  if (problem === 'accounts.assign-role.already-held') return because('skip', 'imports.row.nothing-new')
  if (problem) return because('error', problem, { role, kind: '' })
  const changes = [
    { field: 'role', before: null, after: role },
    { field: 'rolePlace', before: null, after: node.name },
    ...(payload.startsAt ? [{ field: 'roleStart', before: null, after: text('roleStart') }] : []),
    ...(payload.endsAt ? [{ field: 'roleEnd', before: null, after: text('roleEnd') }] : []),
  ]
  return planned('create', { why, changes, act: { nodeId: node.id, payload } satisfies RoleAct }, target)
}

/** The code of what stands against asking for it, or null: the same questions that the request will meet. */
async function obstacle(ctx: Context, node: { id: string; scopeIds: string[] }, payload: RoleAct['payload']) {
  const place = { id: node.id, kind: '', scopeIds: node.scopeIds }
  try {
    await roleKind.mayRequest(ctx, place, payload)
    return (await roleKind.check(ctx, place, payload)).find(({ passed }) => !passed)?.code ?? null
  } catch (error) {
    if (!(error instanceof MinistryError)) throw error
    return error.code ?? refusedRow(error.kind)
  }
}

/** Roles that are being asked for already, as targets of rows. */
async function openRequests({ tx }: Context, { place }: ImportJob): Promise<Set<string>> {
  const rows = await tx.rows<{ target: string }>(sql`
    select (payload->>'personId') || ' ' || (payload->>'role') || ' ' || node_id as target from approval_case
     where kind = ${roleKind.name} and state in ('open', 'sent_back') and scope_ids @> array[${place.id}::uuid]`)
  return new Set(rows.map(({ target }) => target))
}

const actOf = ({ detail }: WaitingRow) => detail.act as RoleAct

async function apply(ctx: Context, _job: ImportJob, waiting: readonly WaitingRow[]): Promise<DoneRow[]> {
  const done = await oneByOne(ctx, waiting, async (inner, row) => {
    const { nodeId, payload } = actOf(row)
    return (await submit.within(inner, { id: newId(ctx.at), kind: roleKind.name, nodeId, payload })).id
  })
  return waiting.map((row, i): DoneRow => {
    const { number, personId } = row
    const one = done[i]!
    if ('error' in one) return failed(number, personId, one.error.code ?? refusedRow(one.error.kind), one.error.values)
    return { number, outcome: 'created', personId, problem: null, act: { ...actOf(row), caseId: one.result } }
  })
}

/** Requests that nobody has decided are withdrawn; a role that was given is ended by whoever may, not by an undo. */
async function undo(ctx: Context, _job: ImportJob, rows: readonly WrittenRow[]): Promise<UndoneRow[]> {
  const ids = rows.map((row) => actOf(row).caseId!)
  const now = new Map(
    (
      await ctx.tx.rows<{ id: string; version: number; state: string }>(
        sql`select id, version, state from approval_case where id = any (${ids}::uuid[])`,
      )
    ).map((one) => [one.id, one]),
  )
  const done = await oneByOne(ctx, rows, async (inner, row) => {
    const found = now.get(actOf(row).caseId!)
    if (!found) return 'imports.undo.gone'
    if (found.state === 'withdrawn') return null
    if (found.state === 'approved' || found.state === 'rejected') return 'imports.undo.decided'
    await withdraw.within(inner, { id: found.id, version: found.version })
    return null
  })
  return rows.map(({ number }, i): UndoneRow => {
    const one = done[i]!
    const code = 'error' in one ? (one.error.code ?? refusedRow(one.error.kind)) : one.result
    const values = 'error' in one ? one.error.values : {}
    return code
      ? { number, undone: 'kept', problems: [{ column: null, value: null, code, values }] }
      : { number, undone: 'undone', problems: [] }
  })
}
