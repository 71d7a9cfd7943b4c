import { may, permittedFields } from '@ministry/access'
import { find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { dateIn } from '@ministry/kernel/calendar'
import type { Context } from '../context.ts'
import type { PersonRow } from '../people/index.ts'
import { query } from '../verb.ts'
import { networkOf, nextActs, type Next } from './automation.rules.ts'
import { aboutPerson, nextOutput, type AutomationName, type NextAct } from './automation.schema.ts'
import { livesOf, type Life } from './facts.ts'
import { proposed } from './go-ahead.ts'
import { effectiveAutomation } from './settings.rules.ts'

/** Who can help where something waits. */
const askFor: Record<string, readonly string[]> = {
  leads: ['campus-leader', 'regional-director'],
  'no-network': ['regional-director'],
  'several-networks': ['alumni-coordinator', 'regional-director'],
}

/**
 * What automations will do next for a person: when, by which rule and whose setting, what they wait for and who holds them up.
 * Nothing for readers who may not read the expected graduation or don't see the home. Errors: NotFound. Source: PPL-3, AUT.
 */
export const next = query({
  name: 'automation.next',
  permission: { action: 'read', noun: 'Person' },
  input: aboutPerson,
  output: nextOutput,
  async run(ctx, { personId }) {
    const person = await find<PersonRow>(ctx, 'read', 'Person', personId)
    const nothing = { acts: [], mayHold: false, move: null, today: dateIn(ctx.at, 'UTC') }
    if (!permittedFields(ctx.ability, 'read', 'Person', person).includes('expectedGraduation')) return nothing
    const life = (await livesOf(ctx, [personId])).get(personId)
    if (!life || !life.holding.chain.some(({ id }) => id === person.homeNodeId)) return nothing
    const { facts, holding, past } = life
    const acts = nextActs(facts, holding.settings, past).filter(
      ({ verdict }) => verdict !== 'stop' && verdict !== 'skip',
    )
    const names = await holdersOf(ctx, life)
    const helpers = await helpersOf(ctx, life, acts)
    return {
      acts: acts.map((act) => viewOf(ctx, life, act, names, helpers)),
      mayHold: may(ctx.ability, 'update', 'Membership', { nodeId: person.homeNodeId, scopeIds: person.homeIds }),
      move: moveOf(ctx, life),
      today: facts.today,
    }
  },
})

/** What the reader may say of a move that is proposed. Source: AUT-3. */
export function moveOf(ctx: Context, life: Life) {
  const { person, facts } = life
  if (proposed(life) === undefined) return null
  const decides = may(ctx.ability, 'update', 'Membership', { nodeId: person.homeNodeId, scopeIds: person.homeIds })
  const receives = ({ id }: { id: string }) =>
    may(ctx.ability, 'create', 'Membership', { nodeId: id, scopeIds: [...person.homeIds.slice(0, 2), id] })
  return {
    mayApply: decides,
    network: networkOf(facts)?.id ?? null,
    networks: facts.networks.filter((network) => decides || receives(network)).map(({ id, name }) => ({ id, name })),
    goesOn: facts.goAhead.now || facts.goAhead.networkId !== null,
  }
}

function viewOf(
  ctx: Context,
  life: Life,
  act: Next,
  names: ReadonlyMap<string, string>,
  helpers: readonly Helper[],
): NextAct {
  const { automation, step, on, why } = act
  const waitsFor = waiting(ctx, life, act)
  const roles = askFor[waitsFor?.code ?? ''] ?? []
  return {
    ...{ automation, step, on, why },
    settingFrom: effectiveAutomation(life.holding.chain, automation).numbersFrom,
    waitsFor,
    ask: roles.flatMap((role) => helpers.filter((helper) => helper.role === role)),
    held: heldOf(life, automation, names),
  }
}

/** What a reader sees as well as the sweep does: whether it still stands is seen from here. */
const seenByAll = ['several-networks', 'no-network']

/** What it waits for: as it is on record, since the sweep sees more than many readers; else as it is seen from here. */
export function waiting(ctx: Context, { past, facts, person }: Life, act: Next) {
  const { automation, occurrence, step, because, on, verdict } = act
  const seen = verdict === 'wait' ? (because ?? null) : null
  if (on === null || on > facts.today) return seen
  const noted = past.acts.find(
    (one) =>
      one.automation === automation && one.occurrence === occurrence && one.step === step && one.state === 'waiting',
  )
  if (!noted?.reason) return seen
  const seesLeading = may(ctx.ability, 'update', 'Membership', {
    nodeId: person.homeNodeId,
    scopeIds: person.homeIds,
  })
  // What has been seen to since is no news from yesterday.
  if (seenByAll.includes(noted.reason) || (noted.reason === 'leads' && seesLeading)) return seen
  return { code: noted.reason, values: noted.values }
}

/** Who holds an automation up now, until when and why; null where nobody does. Source: AUT-3, PPL-3. */
export function heldOf({ holds, facts }: Life, automation: AutomationName, names: ReadonlyMap<string, string>) {
  const standing = holds.findLast(
    (hold) =>
      hold.automation === automation && hold.liftedOn === null && (hold.until === null || hold.until > facts.today),
  )
  return standing ? { until: standing.until, reason: standing.reason, by: names.get(standing.byPerson) ?? null } : null
}

/** Names of those who hold something up, where they may be seen. */
export async function holdersOf({ tx }: Context, { holds }: Life): Promise<Map<string, string>> {
  const ids = holds.map(({ byPerson }) => byPerson)
  if (ids.length === 0) return new Map()
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select p.id, p.name from person p where p.id = any (${ids}::uuid[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

interface Helper {
  role: string
  name: string
}
async function helpersOf({ tx, at }: Context, { person }: Life, acts: readonly Next[]): Promise<Helper[]> {
  const roles = [...new Set(acts.flatMap(({ because }) => askFor[because?.code ?? ''] ?? []))]
  if (roles.length === 0) return []
  return tx.rows<Helper>(
    sql`select l.role, l.name from app.node_leaders(${person.homeIds}::uuid[], ${at}, ${roles}::text[]) l order by l.since`,
  )
}
