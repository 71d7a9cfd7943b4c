/** Takes back what an import wrote about people, as far as nobody has touched it since. Source: IMP-5. */
import type { Context } from '../context.ts'
import type { FieldDiff, ImportJob, RowProblem, UndoneRow, WrittenRow } from '../import-kind.ts'
import {
  readPeople,
  takeBackParts,
  takeBackPeople,
  updateMany,
  type GivenPart,
  type PersonFields,
  type Spared,
} from '../people/index.ts'
import { writeAll } from './commit-row.ts'
import { refusedRow } from './imports.codes.ts'
import type { PeopleAct } from './plan-people.ts'

const actOf = ({ detail }: WrittenRow) => detail.act as PeopleAct
const because = (code: string, values: RowProblem['values'] = {}): RowProblem => ({
  ...{ column: null, value: null, code, values },
})
/** Why something is spared, as a code. */
const sparedAs = (spared: Spared, values: RowProblem['values'] = {}) => because(`imports.undo.${spared}`, values)

/** Whom the import made goes, if they are as it made them; whom it changed is as before in what is as it left it. */
export async function undoPeople(ctx: Context, job: ImportJob, rows: readonly WrittenRow[]): Promise<UndoneRow[]> {
  const made = rows.filter((row) => row.outcome === 'created')
  const spared = await takeBackPeople(
    ctx,
    job.id,
    made.map((row) => ({ person: row.personId!, ...actOf(row).made! })),
  )
  const undone = made.map(({ number, personId }): UndoneRow => {
    const why = spared.get(personId!)
    return why
      ? { number, undone: 'kept', problems: [sparedAs(why)] }
      : { number, undone: 'undone', gone: true, problems: [] }
  })
  return [
    ...undone,
    ...(await undoChanges(
      ctx,
      job,
      rows.filter((row) => row.outcome === 'changed'),
    )),
  ]
}

/** Kept apart from the fields of a person: what else a row gave. */
const notFields = new Set(['node', 'state', 'joinedOn', 'doNotContact'])

async function undoChanges(ctx: Context, job: ImportJob, rows: readonly WrittenRow[]): Promise<UndoneRow[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ personId }) => personId!)
  const problems = new Map(rows.map(({ number }) => [number, [] as RowProblem[]]))
  const restored = new Map<number, number>()
  const count = (number: number) => restored.set(number, (restored.get(number) ?? 0) + 1)

  const present = await readPeople(ctx, ids)
  const seen = rows.filter((row) => {
    const person = present.get(row.personId!)
    if (person && person.state !== 'archived') return true
    problems.get(row.number)!.push(sparedAs(person ? 'archived' : 'gone'))
    return false
  })
  // Fields first: they go by the person's version as it is now.
  const fields = seen.map((row) => {
    const person = valuesNow(present.get(row.personId!)!)
    const written = row.detail.changes.filter(({ field, kept }) => !kept && person(field) !== undefined)
    const untouched = written.filter((diff) => same(person(diff.field), diff.after))
    for (const { field, shown } of written.filter((diff) => !untouched.includes(diff)))
      problems.get(row.number)!.push(because('imports.undo.field-edited', { field: shown?.title ?? field }))
    return { row, untouched }
  })
  const restoring = fields.filter(({ untouched }) => untouched.length > 0)
  const { written, refused } = await writeAll(
    ctx,
    restoring.map(({ row }) => row),
    (inner, part) =>
      updateMany(
        inner,
        part.map((row) => ({
          id: row.personId!,
          ...beforeOf(restoring.find((one) => one.row === row)!.untouched),
        })),
      ),
  )
  for (const { row } of written) count(row.number)
  for (const { row, error } of refused)
    problems.get(row.number)!.push(because(error.code ?? refusedRow(error.kind), error.values))

  const parts = partsOf(seen)
  const spared = await takeBackParts(
    ctx,
    job.id,
    parts.map(({ part }) => part),
  )
  for (const { row, part } of parts) {
    const why = spared.find((one) => one.personId === part.person && one.part === part.part)?.spared
    if (why) problems.get(row.number)!.push(sparedAs(why))
    else if (part.part !== 'key') count(row.number)
  }
  return rows.map(({ number }): UndoneRow => {
    const left = problems.get(number)!
    return { number, undone: left.length === 0 ? 'undone' : restored.has(number) ? 'partly' : 'kept', problems: left }
  })
}

/** A person's present value of a field that rows write to; undefined for what isn't a field. */
const valuesNow = (person: PersonNow) => (field: string) => {
  if (field === 'tags') return person.tagIds
  if (field.startsWith('custom.')) return person.custom[field.slice(7)] ?? null
  return notFields.has(field) ? undefined : (person as unknown as Record<string, unknown>)[field]
}
type PersonNow = NonNullable<ReturnType<Awaited<ReturnType<typeof readPeople>>['get']>>

/** The change that gives back what was before. */
function beforeOf(diffs: readonly FieldDiff[]) {
  const own = diffs.filter(({ field }) => field.startsWith('custom.'))
  const tags = diffs.find(({ field }) => field === 'tags')
  const plain = diffs.filter((diff) => diff !== tags && !own.includes(diff))
  const remove = ((tags?.after ?? []) as string[]).filter((id) => !(tags!.before as string[]).includes(id))
  return {
    fields: Object.fromEntries(plain.map(({ field, before }) => [field, before])) as Partial<PersonFields>,
    ...(own.length && {
      custom: Object.fromEntries(own.map(({ field, before }) => [field.slice(7), before as string])),
    }),
    ...(tags && { tags: { remove } }),
  }
}
const same = (now: unknown, then: unknown) => JSON.stringify(now ?? null) === JSON.stringify(then ?? null)

/** What a row gave besides fields, part by part. */
function partsOf(rows: readonly WrittenRow[]) {
  return rows.flatMap((row) => {
    const { join, state, doNotContact, consents = [], keys } = actOf(row).change!
    const person = row.personId!
    const at = row.writtenAt
    const parts: GivenPart[] = [
      ...(join ? [{ person, part: 'join' as const, node: join.nodeId, state: join.state }] : []),
      ...(state ? [{ person, part: 'state' as const, node: state.nodeId, from: state.from, state: state.to, at }] : []),
      ...(doNotContact ? [{ person, part: 'quiet' as const, at }] : []),
      ...consents.map(({ channel, purpose }) => ({ person, part: 'consent' as const, channel, purpose, at })),
      ...keys.map(({ nodeId, source, key }) => ({ person, part: 'key' as const, node: nodeId, source, key })),
    ]
    return parts.map((part) => ({ row, part }))
  })
}
