/** What would become of each row about people: decides, writes nothing. Source: IMP-2, IMP-6. */
import { reaches } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import type { ImportJob, PlannedRow, ReadRow, RowProblem } from '../import-kind.ts'
import {
  changesTo,
  openMemberships,
  presentConsents,
  standingHigher,
  type ExternalKey,
  type Match,
  type PersonInput,
} from '../people/index.ts'
import { consentField } from './consent-fields.ts'
import { findPeople } from './find-people.ts'
import { nodesBelow, resolveNode, type NodeBelow, type NodesBelow } from './nodes-below.ts'
import { ownDiffs, ownWordsAt, type OwnWords } from './own-words.ts'
import { planChange, type Asked, type Known, type PlannedChange } from './plan-change.ts'
import { personOf, type PersonRow } from './read-person.ts'
import type { Found } from './who-is-it.ts'

/** What the commit needs of a row about people. */
export interface PeopleAct {
  create?: PersonInput
  change?: PlannedChange
  /** After the commit: how many rows of each kind were written about the new person. */
  made?: { consents: number; joins: number; quiet: number }
}
/** Whether people who aren't on record come in, or only places of those who are. */
export interface PeopleMode {
  creates: boolean
}

/** Plans a chunk of rows about people, in a fixed number of statements. */
export async function planPeople(
  ctx: Context,
  job: ImportJob,
  rows: readonly ReadRow[],
  mode: PeopleMode,
): Promise<PlannedRow[]> {
  const words = await ownWordsAt(ctx, job.place)
  const read = rows.map((row) => personOf(row, words, job.headingOf))
  const nodes = await nodesBelow(ctx, job.place)
  const keys = read.map((row) => keyOf(job, row))
  const { found, matches } = await findPeople(
    ctx,
    job.place.id,
    read,
    read.map((row, i) => candidateOf(job, row, keys[i]!)),
  )
  const knownOf = await whatIsKnown(ctx, read, found)
  return read.map((row, i) => {
    const key = keys[i]!
    const held = matches[i]!.some(({ by }) => by === 'key')
    const about = { ctx, job, nodes, words, row, key, mode, keyIsKnown: held }
    return planRow(about, found[i]!, matches[i]!, knownOf)
  })
}

/** What a row may be found by: of what it says, the keys that the importer left in. */
function candidateOf({ settings }: ImportJob, { fields, name }: PersonRow, key: ExternalKey) {
  const by = (one: string) => !settings.matchBy || settings.matchBy.includes(one)
  const born = by('name-and-birth-date') || by('name')
  return {
    keys: by('key') ? [key] : [],
    emails: by('email') ? fields.emails : [],
    phones: by('phone') ? fields.phones : [],
    name: born ? (name ?? undefined) : undefined,
    birthDate: by('name-and-birth-date') ? fields.birthDate : undefined,
  }
}

/** What is asked about the people found, in one statement each; only for those about whom a row makes it matter. */
async function whatIsKnown(ctx: Context, read: readonly PersonRow[], found: readonly Found[]) {
  const whose = (matters: (row: PersonRow, match: Match) => boolean) =>
    found.flatMap((one, i) => (one.is === 'one' && matters(read[i]!, one.match) ? one.match.person.id : []))
  const stating = whose(({ state }) => state !== null)
  const memberships = stating.length ? await openMemberships(ctx, stating) : undefined
  const higher = await standingHigher(
    ctx,
    whose(({ fields }, { person }) => fields.emails?.some((email) => !person.emails.includes(email)) ?? false),
  )
  const consents = await presentConsents(
    ctx,
    whose((row) => row.consents.length > 0),
  )
  const consentsOf = Map.groupBy(consents, ({ personId }) => personId)
  return (id: string): Known => ({
    memberships: memberships?.get(id) ?? [],
    higher: higher.has(id),
    consents: consentsOf.get(id) ?? [],
  })
}

/** What this file calls the person: its own identifier, or else everything that the row says. Valid at the import's node. */
function keyOf({ place, source }: ImportJob, { externalId, key }: PersonRow): ExternalKey {
  return externalId
    ? { nodeId: place.id, source: source ?? 'file', key: externalId.slice(0, 300) }
    : { nodeId: place.id, source: 'row', key }
}
const textOf = ({ source, key }: Pick<ExternalKey, 'source' | 'key'>) => `${source}:${key}`

interface About {
  ctx: Context
  job: ImportJob
  nodes: NodesBelow
  words: OwnWords
  row: PersonRow
  key: ExternalKey
  mode: PeopleMode
  /** Whether somebody has this key already. */
  keyIsKnown: boolean
}

function planRow(about: About, found: Found, matches: readonly Match[], knownOf: (id: string) => Known): PlannedRow {
  const { job, nodes, row, key, mode } = about
  const { problems } = row
  const planned = plannerOf(row, key)
  const because = (verdict: 'skip' | 'error', code: string, values: RowProblem['values'] = {}, field?: string) =>
    planned(verdict, { problems: [...problems, problem(code, values, field ? job.headingOf(field) : null)] })
  if (row.choice?.take === 'out') return because('skip', 'imports.row.left-out-by-choice')
  if (problems.length) return planned('error')
  const home =
    row.nodeText === null ? nodes.byId.get(job.settings.homeNodeId ?? job.place.id) : resolveNode(nodes, row.nodeText)
  if (home === 'several' || !home) {
    const value = row.nodeText ?? ''
    const code = home === 'several' ? 'imports.row.node-several' : 'imports.row.node-unknown'
    const values = { value, place: job.place.name }
    return planned('error', { problems: [{ column: job.headingOf('node'), value, code, values }] })
  }
  if (found.is === 'several') {
    const { candidates, code } = found
    return planned('conflict', {
      candidates,
      problems: [problem(code, { name: row.name ?? '', count: candidates.length })],
    })
  }
  if (found.is === 'one') {
    const { match, why } = found
    const known = {
      ...knownOf(match.person.id),
      keyed: matches.some((m) => m.by === 'key' && m.person.id === match.person.id),
    }
    const asked: Asked = {
      row,
      key,
      match,
      home,
      job,
      words: about.words,
      keyIsAnothers: about.keyIsKnown && !known.keyed,
    }
    return planMatch(about.ctx, asked, known, (verdict, more) =>
      planned(verdict, { why, ...more }, { personId: match.person.id, target: match.person.id }),
    )
  }
  if (!mode.creates) return because('error', 'imports.row.nobody', { name: row.name ?? '' })
  return planNew(about, home, planned, because)
}

type Planner = (
  verdict: PlannedRow['verdict'],
  more?: Partial<PlannedRow['detail']>,
  about?: { personId?: string; target?: string | null },
) => PlannedRow
const plannerOf =
  ({ number, name, problems }: PersonRow, key: ExternalKey): Planner =>
  (verdict, more = {}, { personId = null as string | null, target = null as string | null } = {}) => ({
    ...{ number, key: textOf(key), verdict, personId, target },
    detail: { name, changes: [], problems, ...more },
  })
const problem = (code: string, values: RowProblem['values'] = {}, column: string | null = null): RowProblem => ({
  ...{ column, value: null, code, values },
})

/** Somebody who isn't on record. */
function planNew(
  { ctx, job, words, row, key, keyIsKnown }: About,
  home: NodeBelow,
  planned: Planner,
  because: (verdict: 'skip' | 'error', code: string, values?: RowProblem['values'], field?: string) => PlannedRow,
): PlannedRow {
  const { place, settings } = job
  if (row.state === 'archived') return because('skip', 'imports.row.archived')
  if (!reaches(ctx, 'create', 'Person', home))
    return because('error', 'imports.row.node-not-yours', { place: home.name })
  const joinedOn = row.joinedOn ?? place.today
  if (joinedOn > place.today) return because('error', 'imports.row.joined-in-future', { value: joinedOn }, 'joinedOn')
  const source = sourceOf(job)
  const create: PersonInput = {
    ...row.fields,
    name: row.fields.name!,
    home: { nodeId: home.id, state: row.state ?? settings.state, joinedOn },
    keys: keyIsKnown ? [] : [key],
    ...(row.consents.length && { consents: row.consents.map((consent) => ({ ...consent, source })) }),
    ...(row.doNotContact && { doNotContact: true }),
    ...(Object.keys(row.own.custom).length && { custom: row.own.custom }),
    ...(row.own.tags.length && { tags: { add: row.own.tags } }),
  }
  const facts = changesTo({}, row.fields).filter(({ field }) => field !== 'sortName')
  const wishes = row.consents.map((consent) => ({ field: consentField(consent), before: null, after: consent.given }))
  const act: PeopleAct = { create }
  return planned(
    'create',
    { act, changes: [...facts, ...belonging(row, home, create.home.state), ...wishes, ...ownDiffs(words, row.own)] },
    { target: targetOf(row) },
  )
}

/** Where a file's yes is on record. */
export const sourceOf = ({ source, id }: ImportJob) => `import ${source ?? 'file'} ${id}`

/** Two new people of one name and one address (or birth date) are one, unless a person says that they are two. */
function targetOf({ name, fields, choice }: PersonRow): string | null {
  const by = fields.emails?.[0] ?? fields.birthDate
  return choice?.take === 'new' || !by || !name ? null : `new:${name.toLowerCase()} ${by}`
}

/** A row of somebody who is on record: what can be taken of it is, and what can't is said beside it. */
function planMatch(
  ctx: Context,
  asked: Asked,
  known: Known & { keyed: boolean },
  planned: (verdict: PlannedRow['verdict'], more?: Partial<PlannedRow['detail']>) => PlannedRow,
): PlannedRow {
  const { person } = asked.match
  const because = (verdict: 'skip' | 'conflict', code: string, values: RowProblem['values'] = {}) =>
    planned(verdict, { problems: [problem(code, values)] })
  if (asked.row.state === 'archived')
    return person.state === 'archived'
      ? because('skip', 'imports.row.nothing-new')
      : because('conflict', 'imports.row.leaving', { name: person.name })
  const { changes, kept, change, refused } = planChange(ctx, asked, known)
  if (known.keyed) change.keys = []
  const blank = asked.row.blank.filter((field) => filled(person[field as keyof typeof person]))
  const more = { changes: [...changes, ...kept], ...(blank.length && { blank }) }
  if (changes.length) return planned('change', { ...more, act: { change } satisfies PeopleAct, problems: refused })
  if (refused.length) return planned('conflict', { ...more, problems: refused })
  return planned('skip', { ...more, problems: [problem('imports.row.nothing-new')] })
}
const filled = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value))

/** Where the new person will belong, as the row says or as the import has it for everybody; the name stands in the row's own. */
const belonging = ({ joinedOn, doNotContact }: PersonRow, home: NodeBelow, state: string) =>
  Object.entries({ node: home.name, state, ...(joinedOn && { joinedOn }), ...(doNotContact && { doNotContact }) }).map(
    ([field, after]) => ({ field, before: null, after }),
  )
