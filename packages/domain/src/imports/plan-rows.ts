/** What would become of each row: the heart of the dry run. Decides, writes nothing. Source: IMP-2, IMP-6. */
import { reaches } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import { changesTo, matchPeople, openMemberships, standingHigher, type Match, type Place } from '../people/index.ts'
import type { ExternalKey, PersonInput } from '../people/index.ts'
import type { Problem, RowView, Verdict } from './imports.schema.ts'
import { nodesBelow, resolveNode, type NodeBelow, type NodesBelow } from './nodes-below.ts'
import { planChange, type Asked, type Known, type PlannedChange } from './plan-change.ts'
import { personReader, type PersonRow } from './read-person.ts'
import type { StoredImport } from './stored.ts'
import { wordsOf } from './words-of.ts'

/** A row's fate, as it is kept until the commit. */
export interface PlannedRow {
  number: number
  key: string
  verdict: Verdict
  personId: string | null
  detail: {
    name: string | null
    changes: RowView['changes']
    problems: Problem[]
    /** For the commit: what to make, or what to change in which version of the person. */
    create?: PersonInput
    change?: PlannedChange
  }
}
export interface RawRow {
  number: number
  cells: string[]
}
/** Rows planned before, by key: their number and whom they were found to be. */
export type Earlier = ReadonlyMap<string, { number: number; personId: string | null }>

/** Plans a chunk. `earlier` finds rows of former chunks that say the same. */
export async function planRows(
  ctx: Context,
  found: StoredImport,
  place: Place,
  raw: readonly RawRow[],
  earlierOf: (keys: string[]) => Promise<Earlier>,
): Promise<PlannedRow[]> {
  const readRow = personReader(found.mapping, place.today)
  const read = raw.map(({ number, cells }) => readRow(number, cells))
  const nodes = await nodesBelow(ctx, place)
  const keys = read.map((row) => keyOf(found, row))
  const matches = await matchPeople(
    ctx,
    place.id,
    read.map(({ fields, name }, i) => ({
      keys: [keys[i]!],
      emails: fields.emails,
      phones: fields.phones,
      name: name ?? undefined,
      birthDate: fields.birthDate,
    })),
  )
  const earlier = new Map(await earlierOf(keys.map(textOf)))
  const matched = read.map((row, i) => surest(row, matches[i]!))
  const knownOf = await whatIsKnown(ctx, read, matched)
  return read.map((row, i) => {
    const key = keys[i]!
    const planned = decide(ctx, found, place, nodes, row, key, matched[i], knownOf, earlier.get(textOf(key)))
    if (!earlier.has(planned.key)) earlier.set(planned.key, { number: row.number, personId: planned.personId })
    return planned
  })
}

/** What is asked about the people found, in one statement each; only for those about whom a row makes it matter. */
async function whatIsKnown(ctx: Context, read: readonly PersonRow[], matched: readonly Matched[]) {
  const whose = (matters: (row: PersonRow, match: Match) => boolean) =>
    matched.flatMap((match, i) => (isMatch(match) && matters(read[i]!, match) ? match.person.id : []))
  const stating = whose(({ state }) => state !== null)
  const memberships = stating.length ? await openMemberships(ctx, stating) : undefined
  const higher = await standingHigher(
    ctx,
    whose(({ fields }, { person }) => fields.emails?.some((email) => !person.emails.includes(email)) ?? false),
  )
  return (id: string): Known => ({ memberships: memberships?.get(id) ?? [], higher: higher.has(id) })
}

/** What this file calls the person: its own identifier, or else everything that the row says. Valid at the import's node. */
function keyOf({ nodeId, source }: StoredImport, { externalId, key }: PersonRow): ExternalKey {
  return externalId
    ? { nodeId, source: source.name ?? 'file', key: externalId.slice(0, 300) }
    : { nodeId, source: 'row', key }
}
const textOf = ({ source, key }: ExternalKey) => `${source}:${key}`

function decide(
  ctx: Context,
  found: StoredImport,
  place: Place,
  nodes: NodesBelow,
  row: PersonRow,
  key: ExternalKey,
  match: Matched,
  knownOf: (id: string) => Known,
  earlier: { number: number } | undefined,
): PlannedRow {
  const { number, name, problems } = row
  const planned = (
    verdict: Verdict,
    more: Partial<PlannedRow['detail']> = {},
    personId: string | null = null,
  ): PlannedRow => ({
    number,
    key: textOf(key),
    verdict,
    personId,
    detail: { name, changes: [], problems, ...more },
  })
  const because = (verdict: Verdict, code: string, values: Problem['values'] = {}, column: string | null = null) =>
    planned(verdict, { problems: [...problems, { column, value: null, code, values }] })
  if (problems.length) return planned('error')
  if (earlier) return because('skip', 'imports.row.repeated', { row: earlier.number })
  const home =
    row.nodeText === null
      ? nodes.byId.get(found.mapping.settings.homeNodeId ?? place.id)
      : resolveNode(nodes, row.nodeText)
  if (home === 'several' || !home) {
    const code = home === 'several' ? 'imports.row.node-several' : 'imports.row.node-unknown'
    const value = row.nodeText ?? ''
    return planned('error', {
      problems: [{ column: headingOf(found, 'node'), value, code, values: { value, place: place.name } }],
    })
  }
  if (match === 'unsure') return because('conflict', 'imports.row.same-name', { name: name ?? '' })
  if (match) {
    const { state } = found.mapping.settings
    return planMatch(ctx, { row, key, match, home, place, state }, knownOf(match.person.id), planned)
  }
  if (row.state === 'archived') return because('skip', 'imports.row.archived')
  if (!reaches(ctx, 'create', 'Person', home))
    return because('error', 'imports.row.node-not-yours', { place: home.name })
  const joinedOn = row.joinedOn ?? place.today
  if (joinedOn > place.today)
    return because('error', 'imports.row.joined-in-future', { value: joinedOn }, headingOf(found, 'joinedOn'))
  const create: PersonInput = {
    ...row.fields,
    name: row.fields.name!,
    home: { nodeId: home.id, state: row.state ?? found.mapping.settings.state, joinedOn },
    keys: [key],
    ...(row.doNotContact && { doNotContact: true }),
  }
  const facts = changesTo({}, row.fields).filter(({ field }) => field !== 'sortName')
  return planned('create', { create, changes: [...facts, ...belonging(row, home, create.home.state)] })
}

/** A row of somebody who is on record: what can be taken of it is, and what can't is said beside it. */
function planMatch(
  ctx: Context,
  asked: Asked,
  known: Known,
  planned: (verdict: Verdict, more?: Partial<PlannedRow['detail']>, personId?: string | null) => PlannedRow,
): PlannedRow {
  const { person } = asked.match
  const because = (verdict: Verdict, code: string, values: Problem['values'] = {}) =>
    planned(verdict, { problems: [{ column: null, value: null, code, values }] }, person.id)
  if (asked.row.state === 'archived')
    return person.state === 'archived'
      ? because('skip', 'imports.row.nothing-new')
      : because('conflict', 'imports.row.leaving', { name: person.name })
  const { changes, change, refused } = planChange(ctx, asked, known)
  if (changes.length) return planned('change', { changes, change, problems: refused }, person.id)
  if (refused.length) return planned('conflict', { problems: refused }, person.id)
  return because('skip', 'imports.row.nothing-new')
}

/** Where the new person will belong, as the row says or as the import has it for everybody; the name stands in the row's own. */
const belonging = ({ joinedOn, doNotContact }: PersonRow, home: NodeBelow, state: string): RowView['changes'] =>
  Object.entries({ node: home.name, state, ...(joinedOn && { joinedOn }), ...(doNotContact && { doNotContact }) }).map(
    ([field, after]) => ({ field, before: null, after }),
  )

type Matched = Match | 'unsure' | undefined
const isMatch = (matched: Matched): matched is Match => matched !== undefined && matched !== 'unsure'

/**
 * Who the row is, if that is certain. Families share an e-mail address or a phone, so these count only with the name. A bare
 * name counts where nothing speaks against it; where something does, a person has to look.
 */
function surest(row: PersonRow, matches: readonly Match[]): Matched {
  const sameName = ({ person }: Match) =>
    wordsOf(person.name) === wordsOf(row.name ?? '') || wordsOf(person.preferredName ?? '') === wordsOf(row.name ?? '')
  const certain = matches.find(
    (match) =>
      match.by === 'key' ||
      match.by === 'name-and-birth-date' ||
      ((match.by === 'email' || match.by === 'phone') && sameName(match)),
  )
  if (certain) return certain
  const namesakes = matches.filter(({ by }) => by === 'name')
  const [one] = namesakes
  if (!one) return undefined
  const other = (mine: readonly string[] = [], theirs: readonly string[]) =>
    mine.length > 0 && theirs.length > 0 && !mine.some((value) => theirs.includes(value))
  const contradicts = other(row.fields.emails, one.person.emails) || other(row.fields.phones, one.person.phones)
  if (contradicts) return undefined
  return namesakes.length > 1 ? 'unsure' : one
}
const headingOf = ({ mapping }: StoredImport, field: string) =>
  mapping.columns.find((column) => column.field === field)?.heading ?? null
