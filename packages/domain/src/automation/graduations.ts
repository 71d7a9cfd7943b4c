import { permittedFields } from '@ministry/access'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import { holdingAt, nodesWithWords } from './chains.ts'
import { findNode } from '../org/index.ts'
import { query } from '../verb.ts'
import { nextActs } from './automation.rules.ts'
import { graduationsInput, graduationsOutput, type Graduation } from './automation.schema.ts'
import { livesOf, type Life } from './facts.ts'
import { heldOf, holdersOf, moveOf, waiting } from './next.ts'

/** A list for people to work through: who looks after more goes to the places below. */
const MOST = 200

/**
 * Proposed moves to the graduates of people whose home is at a node or below, those that wait for somebody first: when, what they
 * wait for, where they can go, and what the reader may say about them. Of those only whose expected graduation the reader may read.
 * Errors: NotFound node. Source: AUT-3.
 */
export const graduations = query({
  name: 'automation.graduations',
  permission: { action: 'read', noun: 'Person' },
  input: graduationsInput,
  output: graduationsOutput,
  async run(ctx, { nodeId, waiting: onlyWaiting }) {
    const node = await findNode(ctx, 'read', nodeId)
    ctx.asked('read', 'Person')
    const found = await proposedAt(ctx, node.id, onlyWaiting)
    const lives = await livesOf(ctx, found.slice(0, MOST))
    const rows: Graduation[] = []
    for (const life of lives.values()) {
      const names = await holdersOf(ctx, life)
      const row = lineOf(ctx, life, names)
      if (row && !(onlyWaiting && !row.waitsFor)) rows.push(row)
    }
    return {
      node: { id: node.id, name: node.name },
      rows: rows.toSorted(
        (a, b) =>
          Number(!a.waitsFor) - Number(!b.waitsFor) ||
          (a.on ?? '9999').localeCompare(b.on ?? '9999') ||
          a.person.name.localeCompare(b.person.name),
      ),
      more: found.length > MOST,
      today: holdingAt(ctx, await nodesWithWords(ctx, { ids: node.scopeIds }), node.scopeIds).today,
    }
  },
})

/** Whose move is proposed, or of whom it is on record that it waits; an index of few rows. */
async function proposedAt(ctx: Context, nodeId: string, onlyWaiting: boolean): Promise<string[]> {
  const waits = sql`and exists (select from automation_act a where a.person_id = e.person_id and a.automation = 'alumni'
                                   and a.occurrence = e.occurrence and a.state = 'waiting')`
  const rows = await ctx.tx.rows<{ id: string }>(sql`
    select p.id from automation_enrolment e join person p on p.id = e.person_id
     where e.automation = 'alumni' and e.ended_at is null and p.home_ids @> array[${nodeId}::uuid] ${onlyWaiting ? waits : sql``}
     order by e.started_on, p.id limit ${MOST + 1}`)
  return rows.map(({ id }) => id)
}

function lineOf(ctx: Context, life: Life, names: ReadonlyMap<string, string>): Graduation | null {
  const { person, facts, holding, past } = life
  if (!permittedFields(ctx.ability, 'read', 'Person', person).includes('expectedGraduation')) return null
  const act = nextActs(facts, holding.settings, past).find(
    ({ automation, step, verdict }) =>
      automation === 'alumni' && step === 'transition' && (verdict === 'do' || verdict === 'wait'),
  )
  const enrolment = past.enrolments.find(({ automation, ended }) => automation === 'alumni' && !ended)
  const move = moveOf(ctx, life)
  if (!act || !enrolment || !move) return null
  const home = holding.chain.find(({ id }) => id === person.homeNodeId)
  return {
    person: { id: person.id, name: person.preferredName ?? person.name },
    state: person.state,
    home: home ? { id: home.id, name: home.name } : null,
    expected: enrolment.occurrence,
    proposedOn: enrolment.startedOn,
    on: act.on,
    waitsFor: waiting(ctx, life, act),
    held: heldOf(life, 'alumni', names),
    ...move,
  }
}
