/** What the page of one import shows: where it stands, and what is to be decided or seen there. */
import type { Api } from '@ministry/api'
import type { Outcome, Verdict } from '@ministry/domain/imports/schema'
import { m } from '@ministry/kernel/messages'
import { formatList, formatNumber } from '@ministry/ui/format.ts'
import { countries } from '#lib/choices.server.ts'
import { nameOfCountry } from '#lib/names.ts'
import { placesBelow } from '#lib/people/places-below.server.ts'
import { say } from '#lib/server/say.ts'
import { problemText, rowLines, valueText } from './row-lines.server.ts'
import { matchName } from './words.ts'

export type ImportView = Awaited<ReturnType<Api['imports']['get']>>

/** The import with its warnings and its end in words; not found at a node where it doesn't stand. */
export async function importOf(api: Api, id: string, nodeId: string) {
  const view = await api.imports.get({ id, nodeId })
  const { columns, problem, source, elapsed, ...rest } = view
  const { undo, result } = view
  const [done, total] =
    view.state === 'planning'
      ? [view.plannedRows, view.rowCount]
      : view.state === 'undoing'
        ? [undo ? undo.undone + undo.partly + undo.kept : 0, result ? result.created + result.changed : 0]
        : [view.doneRows, toWrite(view)]
  return {
    ...rest,
    source: { ...source, warnings: source.warnings.map(({ code, values }) => say(code, values)) },
    problem: problem && problemText(problem),
    progress: { done, total, secondsLeft: done > 0 && elapsed > 2 ? (elapsed * (total - done)) / done : undefined },
    toWrite: toWrite(view),
    readColumns: columns.map(({ column, heading, field }) => ({ column, heading, field })),
  }
}
const toWrite = ({ plan }: ImportView) => (plan ? plan.create + plan.change : 0)

/** The columns of the file with the fields to choose from, and how values are read. */
export async function columnsOf(api: Api, id: string) {
  const { kind, columns, settings, phonesFound, nodeId, nodeName } = await api.imports.get({ id })
  const fields = await api.imports.fields({ nodeId, kind })
  return {
    columns: columns.map(({ column, heading, field, confidence, why, samples, dates }) => ({
      column,
      heading: heading || m.imports_column_unnamed({ number: column + 1 }),
      field,
      confidence,
      why: say(why.code, why.values),
      samples,
      dates: dates ? datesOf(dates, settings.dateOrders?.[column]) : null,
    })),
    fields: fields.map(({ key, label, title }) => ({ value: key, label: title ?? say(label) })),
    settings,
    countries: countries(),
    phonesText: phonesText(phonesFound),
    places: await placesBelow(api, { id: nodeId, name: nodeName }),
  }
}

type Dates = NonNullable<ImportView['columns'][number]['dates']>

/** The order of a column's dates, blank where nothing decides, and what tells it: its own cells, or the other columns. */
function datesOf({ order, because, against }: Dates, proposed: string | undefined) {
  return { order: proposed ?? '', about: datesText({ order, because, against }, proposed !== undefined) }
}

function datesText({ order, because, against }: Dates, decided: boolean): string {
  const cells = (some: Dates['because']) =>
    formatList(some.map(({ row, value }) => m.imports_date_cell({ value, row: formatNumber(row) })))
  if (order === 'ambiguous')
    return against.length > 0
      ? m.imports_date_contradicts({ cells: cells(against) })
      : decided
        ? m.imports_date_as_others({ cells: cells(because) })
        : m.imports_date_open({ cells: cells(because) })
  const told = m.imports_date_told({ cells: cells(because) })
  return against.length > 0 ? `${told} ${m.imports_date_against({ cells: cells(against) })}` : told
}

/** What the numbers of the first rows tell of their country. */
function phonesText(found: ImportView['phonesFound']): string {
  if (!found?.of) return m.imports_region_help()
  const values = { read: formatNumber(found.read), of: formatNumber(found.of), country: nameOfCountry(found.region) }
  return found.read < found.of / 2 ? m.imports_region_unfit(values) : m.imports_region_fit(values)
}

/** Words that nobody has said the meaning of, with what they can mean. */
export async function wordsOf(
  api: Api,
  { id, nodeId, kind, state, plan }: Pick<ImportView, 'id' | 'nodeId' | 'kind' | 'state' | 'plan'>,
) {
  if (state !== 'planned' || !plan?.error) return []
  const words = await api.imports.unknownWords({ id })
  if (words.length === 0) return []
  const options = new Map((await api.imports.fields({ nodeId, kind })).map(({ key, choices }) => [key, choices]))
  return words.map(({ field, heading, word, key, rows }) => ({
    field,
    key,
    word,
    heading,
    rows,
    choices: (options.get(field) ?? []).map((value) => ({ value, label: valueText(field, value) ?? value })),
  }))
}

/** Reasons for which more than one row waits for a person's word. */
export async function alikeOf(api: Api, { id, state, plan }: Pick<ImportView, 'id' | 'state' | 'plan'>) {
  if (state !== 'planned' || !plan || plan.conflict < 2) return []
  const texts = {
    'imports.row.looks-like': m.imports_alike_looks_like,
    'imports.row.same-name': m.imports_alike_same_name,
    'imports.row.several-people': m.imports_alike_several_people,
    'imports.row.same-target': m.imports_alike_same_target,
  }
  return (await api.imports.undecided({ id }))
    .filter(({ rows }) => rows > 1)
    .map((group) => ({ ...group, text: texts[group.code]({ count: group.rows, shown: formatNumber(group.rows) }) }))
}

const verdicts = ['create', 'change', 'conflict', 'error', 'skip'] as const satisfies readonly Verdict[]
const undoneStates = ['kept', 'partly', 'undone'] as const
const outcomes = ['created', 'changed', 'failed', 'skipped'] as const satisfies readonly Outcome[]

/** The rows of one tab; without a choice the first that has any. Null where there is nothing to show yet. */
export async function rowsOf(
  api: Api,
  { id, state, plan, result, undo, readColumns }: Shown,
  asked: string | null,
  after?: string,
) {
  const written = state === 'done' || state === 'committing' || (state !== 'planned' && result !== null)
  const back = state === 'undone' || (state === 'failed' && undo !== null)
  const counts: Record<string, number> | null = back ? undo : written ? result : state === 'planned' ? plan : null
  if (!counts || state === 'planning' || state === 'undoing') return null
  const kinds: readonly string[] = back ? undoneStates : written ? outcomes : verdicts
  const show = kinds.find((kind) => kind === asked) ?? kinds.find((kind) => counts[kind]) ?? kinds[0]!
  const filter = back
    ? { undone: show as 'undone' }
    : written
      ? { outcome: show as Outcome }
      : { verdict: show as Verdict }
  const { rows, next } = await api.imports.rows({ id, ...filter, after, take: 50 })
  return {
    show,
    kinds: kinds.map((kind) => ({ kind, count: counts[kind] ?? 0 })),
    rows: rowLines(rows, readColumns),
    next,
  }
}
type Shown = Awaited<ReturnType<typeof importOf>>

/** By what rows find people on record and what the file may do to their fields, for who may choose it. */
export async function rulesOf(api: Api, { nodeId, kind, settings, readColumns }: Shown) {
  const offered = (await api.imports.offers({ nodeId })).find(({ name }) => name === kind)
  const read = new Set(readColumns.map(({ field }) => field))
  const names = ['givenName', 'familyName', 'middleName']
  const fields = (await api.imports.fields({ nodeId, kind })).filter(
    ({ key, merges }) => merges && (read.has(key) || (key === 'name' && names.some((name) => read.has(name)))),
  )
  return {
    keys: (offered?.matchKeys ?? []).map((key) => ({
      key,
      label: matchName(key),
      chosen: settings.matchBy?.includes(key) ?? true,
    })),
    fields: fields.map(({ key, label, title }) => ({
      key,
      label: title ?? say(label),
      rule: settings.rules?.[key] ?? 'overwrite',
    })),
  }
}
