/** Small groups to be opened below the importer's place, or called and coded anew. Source: IMP-1, ORG-1, GRP-1. */
import { may, type NodeKind } from '@ministry/access'
import { sql } from '@ministry/db'
import { notAllowed } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import type {
  DoneRow,
  FieldDiff,
  ImportField,
  ImportJob,
  ImportKind,
  ImportPlace,
  PlannedRow,
  ReadRow,
  RowProblem,
  UndoneRow,
  WaitingRow,
  WrittenRow,
} from '../import-kind.ts'
import { close, openMany, rename, reopen, type Opening } from '../org/index.ts'
import { failed, refusedAs, writeAll } from './commit-row.ts'
import { refusedRow } from './imports.codes.ts'
import { oneByOne } from './one-by-one.ts'
import { groupWords } from './reading/index.ts'

const fields: readonly ImportField[] = [
  {
    ...{ key: 'groupName', label: 'imports_field_group_name', heading: 'Group', example: 'Mustard Seed', kind: 'text' },
    aliases: ['group name', 'name', ...groupWords, 'gruppenname', 'team'],
  },
  {
    ...{ key: 'groupCode', label: 'imports_field_group_code', heading: 'Code', example: 'KIL-01', kind: 'text' },
    aliases: ['group code', 'id', 'number', 'group id', 'short name', 'kürzel', 'código', 'nambari'],
  },
  {
    ...{ key: 'groupPlace', label: 'imports_field_group_place', heading: 'Campus', example: '', kind: 'text' },
    aliases: [
      'place',
      'parent',
      'belongs to',
      'graduate network',
      'network',
      'university',
      'hochschule',
      'universidad',
      'université',
    ],
  },
]

interface Node {
  id: string
  name: string
  code: string | null
  kind: NodeKind
  state: string
  parentId: string | null
  scopeIds: string[]
}
/** What stands below what, as a group. */
const groupUnder: Partial<Record<NodeKind, NodeKind>> = { Campus: 'SmallGroup', GraduateNetwork: 'GraduateGroup' }
interface GroupAct {
  open?: Opening
  change?: { nodeId: string; reopens: boolean; from: Named; to: Named }
  opened?: string
}
interface Named {
  name: string
  code: string | null
}

/** The kind `groups`. */
export const groupsImport: ImportKind = {
  name: 'groups',
  mayImport(ctx, place) {
    if (!mayOpen(ctx, place)) throw notAllowed('open', 'OrgNode')
  },
  fields: () => Promise.resolve(fields),
  required: [['groupName']],
  matchKeys: ['code', 'name'],
  plan,
  apply,
  undo,
}

function mayOpen(ctx: Context, place: Pick<ImportPlace, 'scopeIds'>): boolean {
  const id = newId(ctx.at)
  ctx.asked('open', 'OrgNode')
  return may(ctx.ability, 'open', 'OrgNode', { id, scopeIds: [...place.scopeIds, id] })
}

async function plan(ctx: Context, job: ImportJob, rows: readonly ReadRow[]): Promise<PlannedRow[]> {
  const nodes = (
    await ctx.tx.rows<Node>(sql`
      select id, name, code, kind, state, parent_id as "parentId", scope_ids as "scopeIds" from org_node
       where scope_ids @> array[${job.place.id}::uuid] order by id`)
  ).filter((node) => may(ctx.ability, 'read', 'OrgNode', node))
  return rows.map((row) => planRow(ctx, job, nodes, row))
}

function planRow(ctx: Context, job: ImportJob, nodes: readonly Node[], row: ReadRow): PlannedRow {
  const text = (key: string) => (row.values.get(key) as string | undefined) ?? null
  const [name, code, placeName] = [text('groupName'), text('groupCode'), text('groupPlace')]
  const planned = (
    verdict: PlannedRow['verdict'],
    more: Partial<PlannedRow['detail']> = {},
    target: string | null = null,
  ): PlannedRow => ({
    ...{ number: row.number, key: `group:${row.print}`, verdict, target, personId: null },
    detail: { name, changes: [], problems: row.problems, ...more },
  })
  const because = (
    verdict: 'error' | 'skip' | 'conflict',
    code: string,
    values: RowProblem['values'] = {},
    field?: string,
  ) =>
    planned(verdict, {
      problems: [{ ...{ column: field ? job.headingOf(field) : null, value: null, code, values } }],
    })
  if (row.choice?.take === 'out') return because('skip', 'imports.row.left-out-by-choice')
  if (row.problems.length) return planned('error')
  if (!name) return because('error', 'imports.row.no-group-name')
  for (const [field, said, limit] of [['groupName', name, 200] as const, ['groupCode', code ?? '', 40] as const])
    if (said.length > limit) return because('error', 'imports.row.too-long', { field, limit }, field)
  const parents = nodes.filter(
    (node) =>
      node.state === 'active' &&
      groupUnder[node.kind] &&
      (placeName === null ? node.id === job.place.id : same(node.name, placeName) || same(node.code, placeName)),
  )
  const [parent] = parents
  if (!parent || parents.length > 1)
    return because(
      'error',
      parent ? 'imports.row.node-several' : placeName ? 'imports.row.node-unknown' : 'imports.row.no-group-place',
      { value: placeName ?? '', place: job.place.name },
      'groupPlace',
    )
  const kind = groupUnder[parent.kind]!
  const uses = (key: string) => !job.settings.matchBy || job.settings.matchBy.includes(key)
  const siblings = nodes.filter(({ parentId }) => parentId === parent.id)
  const byCode = uses('code') && code ? siblings.find((node) => same(node.code, code)) : undefined
  const byName = uses('name') ? siblings.find((node) => node.state === 'active' && same(node.name, name)) : undefined
  if (byCode && byName && byCode.id !== byName.id)
    return because('conflict', 'imports.row.two-groups', { name: byName.name, other: byCode.name, code: code ?? '' })
  const found = byCode ?? byName
  const target = found?.id ?? `new:${parent.id} ${name.toLowerCase()}`
  if (!found) {
    if (!mayOpen(ctx, parent)) return because('error', 'imports.row.node-not-yours', { place: parent.name })
    const open: Opening = { parentId: parent.id, kind, name, code }
    const changes = [
      diff('groupName', null, name),
      diff('groupPlace', null, parent.name),
      ...(code ? [diff('groupCode', null, code)] : []),
    ]
    return planned('create', { changes, act: { open } satisfies GroupAct }, target)
  }
  const reopens = found.state === 'closed'
  const to = { name, code: code ?? found.code }
  const changes = [
    ...(same(found.name, name) ? [] : [diff('groupName', found.name, name)]),
    ...(same(found.code, to.code) ? [] : [diff('groupCode', found.code, to.code)]),
    ...(reopens ? [diff('groupState', 'closed', 'active')] : []),
  ]
  const why = { by: found === byCode ? 'code' : 'name', with: found === byCode ? code : found.name, score: null }
  if (changes.length === 0) return planned('skip', { why, problems: [nothing] })
  if (!may(ctx.ability, reopens ? 'reopen' : 'rename', 'OrgNode', found))
    return because('conflict', 'imports.row.node-not-yours', { place: found.name })
  const from = { name: found.name, code: found.code }
  const act: GroupAct = {
    change: { nodeId: found.id, reopens, from, to: same(found.name, name) ? { ...to, name: found.name } : to },
  }
  return planned('change', { why, changes, act }, target)
}
const nothing: RowProblem = { column: null, value: null, code: 'imports.row.nothing-new', values: {} }
const diff = (field: string, before: unknown, after: unknown): FieldDiff => ({ field, before, after })
const same = (one: string | null, other: string | null) =>
  (one ?? '').trim().toLowerCase() === (other ?? '').trim().toLowerCase()

const actOf = ({ detail }: WaitingRow) => detail.act as GroupAct

async function apply(ctx: Context, _job: ImportJob, waiting: readonly WaitingRow[]): Promise<DoneRow[]> {
  const opening = waiting.filter((row) => actOf(row).open)
  const { written, refused } = await writeAll(ctx, opening, (inner, part) =>
    openMany(
      inner,
      part.map((row) => actOf(row).open!),
    ),
  )
  const changing = waiting.filter((row) => actOf(row).change)
  const changed = await oneByOne(ctx, changing, async (inner, row) => {
    const { nodeId, reopens, from, to } = actOf(row).change!
    if (reopens) await reopen.within(inner, { nodeId })
    if (from.name !== to.name || from.code !== to.code) await rename.within(inner, { nodeId, ...to })
  })
  return [
    ...written.map(({ row: { number }, result }): DoneRow => ({
      ...{ number, outcome: 'created', personId: null, problem: null },
      act: { opened: result } satisfies GroupAct,
    })),
    ...refused.map(refusedAs),
    ...changing.map(({ number }, i): DoneRow => {
      const done = changed[i]!
      return 'error' in done
        ? failed(number, null, done.error.code ?? refusedRow(done.error.kind), done.error.values)
        : { number, outcome: 'changed', personId: null, problem: null }
    }),
  ]
}

/** What was opened is closed again where nobody is in it and nothing is below; names go back where they are still the file's. */
async function undo(ctx: Context, _job: ImportJob, rows: readonly WrittenRow[]): Promise<UndoneRow[]> {
  const ids = rows.map((row) => actOf(row).opened ?? actOf(row).change!.nodeId)
  const now = new Map(
    (
      await ctx.tx.rows<Node & { used: boolean }>(sql`
        select n.id, n.name, n.code, n.kind, n.state, n.parent_id as "parentId", n.scope_ids as "scopeIds",
               exists (select from membership m where m.node_id = n.id and m.left_on is null)
               or exists (select from role_assignment a where a.node_id = n.id and (a.ends_at is null or a.ends_at > ${ctx.at}))
               or exists (select from org_node c where c.parent_id = n.id and c.state = 'active') as used
          from org_node n where n.id = any (${ids}::uuid[])`)
    ).map((node) => [node.id, node]),
  )
  const done = await oneByOne(ctx, rows, async (inner, row): Promise<RowProblem['code'] | null> => {
    const { opened, change } = actOf(row)
    const node = now.get(opened ?? change!.nodeId)
    if (!node) return 'imports.undo.gone'
    const written = row.detail.changes
    const after = (field: string) => written.find((one) => one.field === field)?.after ?? null
    if (opened) {
      if (node.state === 'closed') return null
      if (node.used) return 'imports.undo.group-in-use'
      if (node.name !== after('groupName') || node.code !== after('groupCode')) return 'imports.undo.edited'
      await close.within(inner, { nodeId: node.id })
      return null
    }
    const { from, to, reopens } = change!
    if (node.name !== to.name || node.code !== to.code) return 'imports.undo.edited'
    if (from.name !== to.name || from.code !== to.code) await rename.within(inner, { nodeId: node.id, ...from })
    if (!reopens) return null
    if (node.used) return 'imports.undo.group-in-use'
    await close.within(inner, { nodeId: node.id })
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
