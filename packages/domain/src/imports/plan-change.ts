/** What a row would change of somebody who is on record: fields, a further place, the state, do-not-contact. Source: IMP-2, IMP-6. */
import { may } from '@ministry/access'
import { reaches } from '@ministry/access/scope'
import type { Context } from '../context.ts'
import {
  changesTo,
  stateProblem,
  type ExternalKey,
  type Match,
  type OpenMembership,
  type OpenState,
  type PersonFields,
  type PresentConsent,
} from '../people/index.ts'
import type { FieldDiff, ImportJob, MergeRule, RowProblem } from '../import-kind.ts'
import { consentField, type SaidConsent } from './consent-fields.ts'
import { ownDiffs, type OwnWords, type SaidOwn } from './own-words.ts'
import type { NodeBelow } from './nodes-below.ts'
import type { PersonRow } from './read-person.ts'
import { wordsOf } from './words-of.ts'

/** For the commit: what to change, in which version of the person and from which state. */
export interface PlannedChange {
  version: number
  fields: Partial<PersonFields>
  keys: ExternalKey[]
  join?: { nodeId: string; state: OpenState; joinedOn: string }
  state?: { nodeId: string; from: string; to: OpenState }
  doNotContact?: true
  consents?: SaidConsent[]
  custom?: SaidOwn['custom']
  tags?: { add: string[] }
}
/** What is known of the person besides the match. */
export interface Known {
  memberships: readonly OpenMembership[]
  /** Whether they stand higher than the importer. */
  higher: boolean
  /** Their last word on each channel and purpose. */
  consents: readonly PresentConsent[]
}
export interface Asked {
  row: PersonRow
  key: ExternalKey
  match: Match
  /** The place that the row names, or the one for rows that name none. */
  home: NodeBelow
  job: ImportJob
  /** Custom fields and tags that hold at the import's place. */
  words: OwnWords
  /** Whether the file's key for the row stands at somebody else, so that it can't be given to this person. */
  keyIsAnothers: boolean
}
export interface ChangeFound {
  changes: FieldDiff[]
  /** What the file would have otherwise, and the rule keeps. */
  kept: FieldDiff[]
  change: PlannedChange
  /** Parts of the row that are not taken, with the reason of each. */
  refused: RowProblem[]
}

const refusal = (code: string, values: RowProblem['values'] = {}): RowProblem => ({
  column: null,
  value: null,
  code,
  values,
})

/** A blank cell erases nothing; addresses and numbers are added, never taken away; a do-not-contact is set, never lifted. */
export function planChange(ctx: Context, asked: Asked, known: Known): ChangeFound {
  const { match, key, keyIsAnothers } = asked
  const { person, editable } = match
  const fields = fieldsOf(asked, known)
  const parts = [
    fields,
    joining(ctx, asked),
    stating(ctx, asked, known),
    wishing(ctx, asked),
    consenting(ctx, asked, known),
    owning(asked),
  ]
  const change: PlannedChange = Object.assign(
    { version: person.version, fields: {}, keys: [] },
    ...parts.map((p) => p.change),
  )
  // A key is valid where the file comes in: for people who belong there.
  if (editable.length && !keyIsAnothers && (match.within || change.join)) change.keys = [key]
  return {
    changes: parts.flatMap((p) => p.changes),
    kept: parts.flatMap((p) => p.kept ?? []),
    refused: parts.flatMap((p) => p.refused),
    change,
  }
}

interface Part {
  changes: FieldDiff[]
  refused: RowProblem[]
  kept?: FieldDiff[]
  change?: Partial<PlannedChange>
}
const nothing: Part = { changes: [], refused: [] }
const no = (code: string, values?: RowProblem['values']): Part => ({ changes: [], refused: [refusal(code, values)] })

/** Why what is not the importer's to change isn't. */
const notYours = ({ person, editable }: Match) =>
  refusal(editable.length ? 'imports.row.fields-not-yours' : 'imports.row.home-elsewhere', { name: person.name })

function fieldsOf({ row, match, job }: Asked, { higher }: Known): Part {
  const { person, editable } = match
  const added = (mine: readonly string[] | undefined, theirs: readonly string[]) =>
    mine?.some((value) => !theirs.includes(value)) ? [...new Set([...theirs, ...mine])] : undefined
  const wanted: Partial<PersonFields> = {
    ...row.fields,
    emails: added(row.fields.emails, person.emails),
    phones: added(row.fields.phones, person.phones),
    languages: added(row.fields.languages, person.languages),
  }
  // The file can't know better how somebody writes their own name.
  if (wordsOf(person.name) === wordsOf(row.name ?? '')) delete wanted.name
  delete wanted.sortName
  const all = changesTo(person, wanted)
  const keeps = ({ field, before }: { field: string; before: unknown }) => {
    const rule = ruleOf(job, field)
    return rule === 'keep' || (rule === 'fill' && (Array.isArray(before) ? before.length > 0 : Boolean(before)))
  }
  const kept = all.filter(keeps).map((diff): FieldDiff => ({ ...diff, kept: ruleOf(job, diff.field) as 'fill' }))
  const differing = all.filter((diff) => !keeps(diff))
  const ofHigher = higher && editable.includes('emails') && differing.some(({ field }) => field === 'emails')
  const changes = differing.filter(({ field }) => editable.includes(field) && !(ofHigher && field === 'emails'))
  const left = differing.some(({ field }) => !editable.includes(field))
  return {
    changes,
    kept: kept.filter(({ field }) => !silent.has(field)),
    refused: [...(ofHigher ? [refusal('people.update.email-of-higher-role')] : []), ...(left ? [notYours(match)] : [])],
    change: { fields: Object.fromEntries(changes.map(({ field, after }) => [field, after])) },
  }
}
/** Follow from another field. */
const silent = new Set(['expectedGraduationSource'])
const ruleOf = ({ settings }: ImportJob, field: string): MergeRule =>
  settings.rules?.[field === 'expectedGraduationSource' ? 'expectedGraduation' : field] ?? 'overwrite'

/** A further place: the one that the row names, or the import's for somebody who belongs elsewhere so far. */
function joining(ctx: Context, { row, match: { person, within }, home, job }: Asked): Part {
  const { place } = job
  const usual = job.settings.state
  if (person.scopeIds.includes(home.id) || (row.nodeText === null && within)) return nothing
  if (person.state === 'archived') return no('people.join-node.archived')
  if (!reaches(ctx, 'create', 'Membership', home)) return no('imports.row.node-not-yours', { place: home.name })
  const joinedOn = row.joinedOn ?? place.today
  if (joinedOn > place.today) return no('imports.row.joined-in-future', { value: joinedOn })
  const state = row.state === null || row.state === 'archived' ? usual : row.state
  return {
    changes: Object.entries({ node: home.name, state, ...(row.joinedOn && { joinedOn }) }).map(([field, after]) => ({
      field,
      before: null,
      after,
    })),
    refused: [],
    change: { join: { nodeId: home.id, state, joinedOn } },
  }
}

/** The state of the membership that the file speaks of: at the place that the row names, or the home, or another one below the import. */
function stating(ctx: Context, { row, match, home, job }: Asked, { memberships }: Known): Part {
  const to = row.state
  if (to === null || to === 'archived' || ruleOf(job, 'state') === 'keep') return nothing
  const { place } = job
  const here = memberships.filter(({ scopeIds }) => scopeIds.includes(place.id))
  const named = row.nodeText === null ? undefined : here.find(({ nodeId }) => nodeId === home.id)
  const membership = named ?? here.find(({ isHome }) => isHome) ?? here[0]
  // Who isn't here yet joins in this state.
  if (!membership || membership.state === to || !match.person.scopeIds.includes(home.id)) return nothing
  if (!may(ctx.ability, 'update', 'Membership', membership)) return { changes: [], refused: [notYours(match)] }
  const { state: from, since, nodeId } = membership
  const problem = stateProblem(membership, to, place.today, place.today)
  if (problem) return no(`people.change-state.${problem}`, { from, to, since })
  return {
    changes: [{ field: 'state', before: from, after: to }],
    refused: [],
    change: { state: { nodeId, from, to } },
  }
}

function wishing(ctx: Context, { row, match }: Asked): Part {
  if (!row.doNotContact || match.person.doNotContact) return nothing
  if (!may(ctx.ability, 'set-do-not-contact', 'Person', match.person))
    return { changes: [], refused: [notYours(match)] }
  return {
    changes: [{ field: 'doNotContact', before: false, after: true }],
    refused: [],
    change: { doNotContact: true },
  }
}

/** A yes or a no that the row says. A file never takes back the no that a person has said. */
function consenting(ctx: Context, { row, match }: Asked, { consents }: Known): Part {
  const parts = row.consents.flatMap((said): Part[] => {
    const present = consents.find(({ channel, purpose }) => channel === said.channel && purpose === said.purpose)
    const field = consentField(said)
    if (present?.given === said.given) return []
    if (present && said.given) return [no('imports.row.said-no', { field })]
    if (!may(ctx.ability, said.given ? 'give-consent' : 'withdraw-consent', 'Person', match.person))
      return [{ changes: [], refused: [notYours(match)] }]
    const changes = [{ field, before: present?.given ?? null, after: said.given }]
    return [{ changes, refused: [], change: { consents: [said] } }]
  })
  const consentsAsked = parts.flatMap(({ change }) => change?.consents ?? [])
  return {
    changes: parts.flatMap(({ changes }) => changes),
    refused: parts.flatMap(({ refused }) => refused),
    ...(consentsAsked.length && { change: { consents: consentsAsked } }),
  }
}

/** Custom fields and tags: values by their rule, tags are added. */
function owning({ row, match, job, words }: Asked): Part {
  const { person, editable } = match
  const all = ownDiffs(words, row.own, { custom: person.custom, tags: person.tagIds })
  const blank = (value: unknown) => (Array.isArray(value) ? value.length === 0 : value === null)
  const keeps = ({ field, before }: FieldDiff) => {
    const rule = ruleOf(job, field)
    return rule === 'keep' || (rule === 'fill' && !blank(before))
  }
  const right = ({ field }: FieldDiff) => {
    if (field === 'tags') return editable.includes('tags')
    const own = words.fields.find(({ id }) => field === `custom.${id}`)!
    return person.scopeIds.includes(own.nodeId) && editable.includes(own.sensitive ? 'sensitiveCustom' : 'custom')
  }
  const differing = all.filter((diff) => !keeps(diff))
  const changes = differing.filter(right)
  const custom = Object.fromEntries(
    changes.flatMap(({ field, after }) => (field === 'tags' ? [] : [[field.slice(7), after as string]])),
  )
  const add = changes.some(({ field }) => field === 'tags') ? row.own.tags : []
  return {
    changes,
    kept: all.filter(keeps).map((diff) => ({ ...diff, kept: ruleOf(job, diff.field) as 'fill' })),
    refused: changes.length < differing.length ? [notYours(match)] : [],
    change: { ...(Object.keys(custom).length && { custom }), ...(add.length && { tags: { add } }) },
  }
}
