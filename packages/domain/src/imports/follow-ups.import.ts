/** What is to be done about people who are on record: by whom, by when. Source: IMP-1, PPL-6. */
import { createHash } from 'node:crypto'
import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { addDays } from '@ministry/kernel/calendar'
import { notAllowed } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import { seatsNear } from '../colleagues.ts'
import type { Context } from '../context.ts'
import { createFollowUps, refusalsOf, takeBackFollowUps, type FollowUpToMake } from '../follow-ups/index.ts'
import type {
  DoneRow,
  ImportJob,
  ImportKind,
  PlannedRow,
  ReadRow,
  UndoneRow,
  WaitingRow,
  WrittenRow,
} from '../import-kind.ts'
import { readPeople } from '../people/index.ts'
import { refusedAs, writeAll } from './commit-row.ts'
import { followUpFields } from './follow-up-fields.ts'
import { refusedRow } from './imports.codes.ts'
import { rowsAbout, whoNeeded, type RowAbout } from './rows-about.ts'
import { matchKeys } from './who-is-it.ts'
import { wordsOf } from './words-of.ts'

/** Without a day of its own a task is due a week from now; the dry run shows it. */
const DAYS = 7
type FollowUpAct = Omit<FollowUpToMake, 'id'> & { dedupeKey: string; id?: string }

/** The kind `follow-ups`. */
export const followUpsImport: ImportKind = {
  name: 'follow-ups',
  mayImport(ctx, place) {
    if (!reaches(ctx, 'create', 'FollowUp', place)) throw notAllowed('create', 'FollowUp')
  },
  fields: () => Promise.resolve(followUpFields),
  required: [whoNeeded, ['taskTitle']],
  matchKeys,
  plan,
  apply,
  undo,
}

async function plan(ctx: Context, job: ImportJob, rows: readonly ReadRow[]): Promise<PlannedRow[]> {
  const read = await rowsAbout(ctx, job, rows, 'follow-up')
  const about = read.filter((one): one is RowAbout => !('settled' in one))
  const takers = await takersOf(ctx, about)
  const told = about.map((one) => ({ one, ...tellingOf(job, one, takers) }))
  const asked = await askedBefore(
    ctx,
    told.map(({ act }) => act.dedupeKey),
  )
  const { refusals } = await refusalsOf(
    ctx,
    told.map(({ act }) => act),
  )
  const planned = new Map(
    told.map(({ one, act, assignee, settled }, i) => {
      if (settled) return [one, settled]
      if (act.personId === ctx.principal.personId) return [one, one.because('error', 'imports.row.about-yourself')]
      if (asked.has(act.dedupeKey)) return [one, one.because('skip', 'imports.row.nothing-new')]
      const refused = refusals[i]
      if (refused) return [one, one.because('error', refused.code ?? refusedRow(refused.kind), refused.values)]
      const changes = [
        ...[{ field: 'taskTitle', before: null, after: act.title }],
        ...(act.detail ? [{ field: 'taskDetail', before: null, after: act.detail }] : []),
        ...[{ field: 'taskDue', before: null, after: act.dueOn }],
        ...(assignee ? [{ field: 'taskAssignee', before: null, after: assignee }] : []),
      ]
      return [one, one.planned('create', { why: one.why, changes, act }, act.dedupeKey)]
    }),
  )
  return read.map((one) => ('settled' in one ? one.settled : planned.get(one)!))
}

interface Telling {
  act: FollowUpAct
  assignee: string | null
  /** Where the row comes to nothing by itself. */
  settled?: PlannedRow
}
/** What a row asks for. The same person, words and day are the same task, whoever is to see to it. */
function tellingOf(job: ImportJob, { row, match: { person }, because }: RowAbout, takers: Takers): Telling {
  const text = (key: string) => (row.values.get(key) as string | undefined)?.trim() || null
  const [title, due, name] = [text('taskTitle') ?? '', text('taskDue'), text('taskAssignee')]
  const found = name === null ? [] : takers(person.id, name)
  const print = createHash('sha256')
    .update(JSON.stringify([title.toLowerCase(), due]))
    .digest('base64url')
  const act: FollowUpAct = {
    ...{ personId: person.id, title, detail: text('taskDetail'), dueOn: due ?? addDays(job.place.today, DAYS) },
    ...{ assigneeId: found[0]?.id ?? null, origin: 'import', dedupeKey: `import:${person.id}:${print}` },
  }
  const settled = (() => {
    if (text('taskState') === 'closed') return because('skip', 'imports.row.task-closed')
    if (!title) return because('error', 'imports.row.no-task', {}, 'taskTitle')
    if (title.length > 200) return because('error', 'imports.row.task-long', { limit: 200 }, 'taskTitle')
    if ((act.detail?.length ?? 0) > 4000)
      return because('error', 'imports.row.task-long', { limit: 4000 }, 'taskDetail')
    const code = found.length > 1 ? 'imports.row.assignee-several' : 'imports.row.assignee-unknown'
    if (name !== null && found.length !== 1)
      return because('error', code, { value: name, name: person.name }, 'taskAssignee')
    return undefined
  })()
  return { act, assignee: found[0]?.name ?? null, ...(settled && { settled }) }
}

type Takers = (personId: string, named: string) => { id: string; name: string }[]
/** Those who could see to it, by their name or e-mail address: who has a seat where the person belongs. Two statements. */
async function takersOf(ctx: Context, rows: readonly RowAbout[]): Promise<Takers> {
  const subjects = rows.filter(({ row }) => row.values.has('taskAssignee')).map(({ match }) => match.person.id)
  const near = subjects.length ? await seatsNear(ctx, subjects, 'update', 'FollowUp') : []
  const colleagues = await readPeople(
    ctx,
    near.map(({ personId }) => personId),
  )
  const seats = Map.groupBy(near, ({ subjectId }) => subjectId)
  return (personId, named) => {
    const fits = (seat: { personId: string; name: string }) =>
      named.includes('@')
        ? (colleagues.get(seat.personId)?.emails.includes(named.toLowerCase()) ?? false)
        : [seat.name, colleagues.get(seat.personId)?.name].some((name) => name && wordsOf(name) === wordsOf(named))
    const found = (seats.get(personId) ?? []).filter(fits).map(({ personId: id, name }) => ({ id, name }))
    return [...new Map(found.map((one) => [one.id, one])).values()]
  }
}

async function askedBefore({ tx }: Context, keys: readonly string[]): Promise<Set<string>> {
  const rows = await tx.rows<{ key: string }>(
    sql`select dedupe_key as key from follow_up where dedupe_key = any (${[...keys]}::text[])`,
  )
  return new Set(rows.map(({ key }) => key))
}

const actOf = ({ detail }: WaitingRow) => detail.act as FollowUpAct

async function apply(ctx: Context, _job: ImportJob, waiting: readonly WaitingRow[]): Promise<DoneRow[]> {
  const rows = waiting.map((row) => ({ ...row, id: newId(ctx.at) }))
  const idOf = new Map(rows.map(({ number, id }) => [number, id]))
  const { written, refused } = await writeAll(ctx, rows, async (inner, part) => {
    const made = new Set(
      await createFollowUps(
        inner,
        part.map((row) => ({ ...actOf(row), id: idOf.get(row.number)! })),
      ),
    )
    return part.map(({ number }) => (made.has(idOf.get(number)!) ? idOf.get(number)! : null))
  })
  return [
    ...written.map(({ row, result: id }): DoneRow => {
      const { number, personId } = row
      // Somebody else asked for it since the dry run.
      if (id === null) return { number, outcome: 'skipped', personId, problem: null }
      return { number, outcome: 'created', personId, problem: null, act: { ...actOf(row), id } satisfies FollowUpAct }
    }),
    ...refused.map(refusedAs),
  ]
}

/** Those that nobody has touched are dropped. */
async function undo(ctx: Context, _job: ImportJob, rows: readonly WrittenRow[]): Promise<UndoneRow[]> {
  const kept = await takeBackFollowUps(
    ctx,
    rows.map((row) => actOf(row).id!),
  )
  return rows.map((row): UndoneRow => {
    const why = kept.get(actOf(row).id!)
    const code = why === 'closed' ? 'imports.undo.task-closed' : `imports.undo.${why}`
    return why
      ? { number: row.number, undone: 'kept', problems: [{ column: null, value: null, code, values: {} }] }
      : { number: row.number, undone: 'undone', problems: [] }
  })
}
