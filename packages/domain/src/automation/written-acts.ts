/** What automations did, as it is kept: acts, and series begun and ended, each with its audit entry. */
import { sql } from '@ministry/db'
import { conflict } from '@ministry/kernel/errors'
import { newId } from '@ministry/kernel/id'
import type { Context } from '../context.ts'
import type { Next, Reason } from './automation.rules.ts'
import type { AutomationName } from './automation.schema.ts'
import type { Life } from './facts.ts'

/** A step of a person that is being taken. */
export interface Step {
  life: Life
  next: Next
}
export interface Outcome extends Step {
  state: 'done' | 'skipped' | 'waiting'
  because?: Reason | undefined
}

const placeOf = ({ person: { homeNodeId, homeIds } }: Life) => ({ id: homeNodeId!, scopeIds: homeIds })

/**
 * Writes what became of steps; one that waited may be written once more. Two that take the same step meet here, and the second
 * gives way. Throws Conflict `verb.meanwhile`.
 */
export async function writeActs(ctx: Context, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return
  const rows = outcomes.map(({ life, next, state, because }) => ({
    id: newId(ctx.at),
    person_id: life.person.id,
    automation: next.automation,
    occurrence: next.occurrence,
    step: next.step,
    state,
    reason: because?.code,
    values: because?.values ?? {},
    on_day: life.facts.today,
    node_id: life.person.homeNodeId,
    // Leaders are told of graduations alone, when the sweep has done its work.
    told_at: next.automation === 'alumni' && state !== 'skipped' ? null : ctx.at,
  }))
  const written = await ctx.tx.rows<{ id: string }>(sql`
    insert into automation_act (id, person_id, automation, occurrence, step, state, reason, values, on_day, at, node_id, told_at)
    select r.id, r.person_id, r.automation, r.occurrence, r.step, r.state, r.reason, r.values, r.on_day, ${ctx.at}, r.node_id, r.told_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, person_id uuid, automation text, occurrence text, step text, state text, reason text, values jsonb, on_day date, node_id uuid, told_at timestamptz)
     order by r.person_id
    on conflict (person_id, automation, occurrence, step) do update
       set state = excluded.state, reason = excluded.reason, values = excluded.values, on_day = excluded.on_day, at = excluded.at, node_id = excluded.node_id, told_at = excluded.told_at
     where automation_act.state = 'waiting'
    returning id`)
  if (written.length !== rows.length) throw conflict('verb.meanwhile')
  for (const { life, next, state, because } of outcomes)
    ctx.audit({
      noun: 'Automation',
      subjectId: life.person.id,
      node: placeOf(life),
      after: {
        ...{ automation: next.automation, occurrence: next.occurrence, step: next.step, state },
        ...(because && { because: because.code }),
      },
      person: { id: life.person.id },
    })
}

/** Begins series; each only once, whoever asks. Says for which people one was begun. */
export async function beginSeries(
  ctx: Context,
  series: readonly { life: Life; automation: AutomationName; occurrence: string; origin: string }[],
): Promise<Set<string>> {
  if (series.length === 0) return new Set()
  const rows = series.map(({ life, automation, occurrence, origin }) => ({
    ...{ id: newId(ctx.at), person_id: life.person.id, automation, occurrence, origin },
    started_on: life.facts.today,
  }))
  const begun = await ctx.tx.rows<{ personId: string }>(sql`
    insert into automation_enrolment (id, person_id, automation, occurrence, origin, started_on, started_at)
    select r.id, r.person_id, r.automation, r.occurrence, r.origin, r.started_on, ${ctx.at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, person_id uuid, automation text, occurrence text, origin text, started_on date)
     order by r.person_id
    on conflict do nothing returning person_id as "personId"`)
  const ids = new Set(begun.map(({ personId }) => personId))
  for (const { life, automation, occurrence, origin } of series)
    if (ids.has(life.person.id))
      ctx.audit({
        noun: 'Automation',
        subjectId: life.person.id,
        node: placeOf(life),
        after: { automation, occurrence, begun: origin },
        person: { id: life.person.id },
      })
  return ids
}

/** Ends series that are under way. */
export async function endSeries(
  ctx: Context,
  ended: readonly { life: Life; automation: AutomationName; occurrence: string; reason: string }[],
): Promise<void> {
  if (ended.length === 0) return
  const rows = ended.map(({ life, ...series }) => ({ ...series, person_id: life.person.id }))
  const closed = await ctx.tx.rows<{ personId: string; automation: string; occurrence: string }>(sql`
    update automation_enrolment e set ended_at = ${ctx.at}, end_reason = r.reason
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(person_id uuid, automation text, occurrence text, reason text)
     where e.person_id = r.person_id and e.automation = r.automation and e.occurrence = r.occurrence and e.ended_at is null
    returning e.person_id as "personId", e.automation, e.occurrence`)
  for (const { life, automation, occurrence, reason } of ended)
    if (
      closed.some(
        (one) => one.personId === life.person.id && one.automation === automation && one.occurrence === occurrence,
      )
    )
      ctx.audit({
        noun: 'Automation',
        subjectId: life.person.id,
        node: placeOf(life),
        after: { automation, occurrence, ended: reason },
        person: { id: life.person.id },
      })
}
