/** All that the rules ask about people, read in a handful of statements however many they are. Source: AUT-1 to AUT-4. */
import { roles, type Role } from '@ministry/access'
import { sql } from '@ministry/db'
import { dateIn } from '@ministry/kernel/calendar'
import type { Context } from '../context.ts'
import { readPeople, type PersonRow } from '../people/index.ts'
import type { DoneAct, Enrolment, Facts, Past } from './automation.rules.ts'
import type { AutomationName, Values } from './automation.schema.ts'
import { holdingAt, nodesWithWords, type Holding } from './chains.ts'

/** A hold that counts: one that stands, or has done its part. */
export interface StoredHold {
  automation: AutomationName
  until: string | null
  reason: string | null
  byPerson: string
  liftedOn: string | null
}
export interface StoredAct extends DoneAct {
  reason: string | null
  values: Values
}
export interface StoredEnrolment extends Enrolment {
  origin: string
}
/** A person with all that decides what comes next. */
export interface Life {
  person: PersonRow
  facts: Facts
  holding: Holding
  past: Omit<Past, 'acts' | 'enrolments'> & { acts: readonly StoredAct[]; enrolments: readonly StoredEnrolment[] }
  holds: readonly StoredHold[]
}

/** Lives of those people who may be read and whose home may be seen, by id. */
export async function livesOf(ctx: Context, personIds: readonly string[]): Promise<Map<string, Life>> {
  const people = [...(await readPeople(ctx, personIds)).values()]
  const nodes = await nodesWithWords(ctx, { ids: [...new Set(people.flatMap(({ homeIds }) => homeIds))] })
  const kept = await keptOf(
    ctx,
    people.map(({ id }) => id),
  )
  const leading = await leadingOf(
    ctx,
    people.map(({ id }) => id),
  )
  const networks = await networksOf(ctx, people)
  return new Map(
    people.map((person) => {
      const { acts, enrolments, holds, words, sign, unsubscribed } = kept.get(person.id)!
      const holding = holdingAt(ctx, nodes, person.homeIds)
      const timeZone = (at: string) => dateIn(new Date(at), zoneOf(holding))
      const region = person.homeIds[1] ?? ''
      const facts: Facts = {
        today: holding.today,
        state: person.state,
        hasHome: person.homeNodeId !== null,
        doNotContact: person.doNotContact,
        unsubscribed,
        expectedGraduation: person.expectedGraduation ?? null,
        terms: holding.terms,
        breaks: holding.breaks,
        leads: leading.get(person.id) ?? [],
        networks: networks.get(region) ?? [],
        region: nodes.get(region)?.name ?? null,
        goAhead: saidOf(words, person.expectedGraduation),
        lastSign: sign && { on: timeZone(sign.lastAt), recurring: sign.recurringAt !== null },
      }
      const stored = holds.map(({ liftedAt, ...hold }): StoredHold => ({
        ...hold,
        liftedOn: liftedAt && timeZone(liftedAt),
      }))
      return [
        person.id,
        { person, facts, holding, holds: stored, past: { acts, enrolments, holds: stored.map(holdsUntil) } },
      ]
    }),
  )
}

const zoneOf = ({ chain }: Holding) => chain.findLast(({ timeZone }) => timeZone)?.timeZone ?? 'UTC'

/** A word that was lifted held until then, and not until the day that it had named. */
function holdsUntil({ automation, until, liftedOn }: StoredHold) {
  const ends = [until, liftedOn].filter((day) => day !== null).toSorted()[0] ?? null
  return { automation, until: ends }
}

/** What holds of the words on this graduation: the last choice, and whether anybody said at once. */
function saidOf(words: Kept['words'], expected: string | null | undefined): Facts['goAhead'] {
  const mine = words.filter(({ occurrence }) => occurrence === expected)
  return {
    networkId: mine.findLast(({ networkId }) => networkId !== null)?.networkId ?? null,
    now: mine.some(({ now }) => now),
  }
}

interface Kept {
  id: string
  acts: StoredAct[]
  enrolments: StoredEnrolment[]
  holds: (Omit<StoredHold, 'liftedOn'> & { liftedAt: string | null })[]
  /** In the order in which they were said. */
  words: { occurrence: string; networkId: string | null; now: boolean }[]
  sign: { lastAt: string; recurringAt: string | null } | null
  unsubscribed: boolean
}

async function keptOf({ tx }: Context, ids: readonly string[]): Promise<Map<string, Kept>> {
  const rows = await tx.rows<Kept>(sql`
    select w.id,
           (select coalesce(json_agg(json_build_object('automation', a.automation, 'occurrence', a.occurrence, 'step', a.step, 'state', a.state,
                                                       'on', a.on_day, 'reason', a.reason, 'values', a.values) order by a.at, a.id), '[]')
              from automation_act a where a.person_id = w.id) as acts,
           (select coalesce(json_agg(json_build_object('automation', e.automation, 'occurrence', e.occurrence, 'startedOn', e.started_on,
                                                       'ended', e.ended_at is not null, 'origin', e.origin) order by e.started_at, e.id), '[]')
              from automation_enrolment e where e.person_id = w.id) as enrolments,
           (select coalesce(json_agg(json_build_object('automation', h.automation, 'until', h.until, 'reason', h.reason, 'byPerson', h.by_person,
                                                       'liftedAt', h.lifted_at) order by h.since, h.id), '[]')
              from automation_hold h where h.person_id = w.id) as holds,
           (select coalesce(json_agg(json_build_object('occurrence', g.occurrence, 'networkId', g.network_id, 'now', g.now) order by g.at, g.id), '[]')
              from automation_go_ahead g where g.person_id = w.id) as words,
           (select json_build_object('lastAt', s.last_at, 'recurringAt', s.recurring_at) from sign_of_life s where s.person_id = w.id) as sign,
           not coalesce((select c.given from consent c where c.person_id = w.id and c.channel = 'email' and c.purpose = 'ministry'
                          order by c.at desc, c.id desc limit 1), true) as unsubscribed
      from unnest(${ids}::uuid[]) as w(id)`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What people lead now or soon and nobody beside them, with the name of the place where it may be seen. */
async function leadingOf({ tx, at }: Context, ids: readonly string[]) {
  const leading = Object.keys(roles).filter((role) => roles[role as Role].leads)
  const rows = await tx.rows<{ personId: string; role: string; nodeId: string; node: string | null }>(sql`
    select l.person_id as "personId", l.role, n.name as node, l.node_id as "nodeId"
      from app.led_alone(${ids}::uuid[], ${at}) l left join org_node n on n.id = l.node_id
     where l.role = any (${leading}::text[]) order by l.person_id, l.depth, n.name, l.node_id`)
  return Map.groupBy(
    rows.map((row) => ({ ...row, node: row.node ?? '', nodeId: row.node === null ? '' : row.nodeId })),
    ({ personId }) => personId,
  )
}

async function networksOf({ tx }: Context, people: readonly PersonRow[]) {
  const regions = [...new Set(people.flatMap(({ homeIds }) => homeIds[1] ?? []))]
  const rows = await tx.rows<{ id: string; name: string; regionId: string }>(
    sql`select id, name, region_id as "regionId" from app.graduate_networks(${regions}::uuid[])`,
  )
  return Map.groupBy(rows, ({ regionId }) => regionId)
}
