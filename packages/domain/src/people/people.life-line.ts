/** What is on record about a person's way with the movement: lines of the life line, and signs of life. Source: PPL-3, AUT-4. */
import { sql, type Sql } from '@ministry/db'
import { readableAt, type LifeLineSource } from '../life-line.ts'
import type { SignSource } from '../signs.ts'

/** Places joined and left and states between, where the reader may read memberships. */
export const membershipsOfLife: LifeLineSource = {
  key: 'people.memberships',
  entries: (ctx, { id, own }) => {
    const mine = sql`m.person_id = ${id}::uuid and (${own} or m.scope_ids && ${readableAt(ctx, 'Membership')}::uuid[])`
    // What was written on its own day has a time; what was written later is known to the day.
    return sql`
      select 'state:' || s.id as id, case when s.on_day then s.recorded_at else s.since + interval '12 hours' end as at, not s.on_day as whole_day,
             case when s.first then 'people.joined' else 'people.state' end as kind,
             jsonb_strip_nulls(jsonb_build_object('state', s.state, 'place', s.place, 'reason', s.reason)) as values
        from (select s.id, s.state, s.reason, s.recorded_at, s.since::timestamp at time zone 'UTC' as since, n.name as place,
                     -- Where days begin earlier, it was recorded before its day began by UTC.
                     (s.recorded_at at time zone 'UTC')::date <= s.since as on_day,
                     s.since = m.joined_on and s.id = (select f.id from membership_state f where f.membership_id = m.id order by f.since, f.recorded_at, f.id limit 1) as first
                from membership m join membership_state s on s.membership_id = m.id left join org_node n on n.id = m.node_id where ${mine}) s
      union all
      select 'left:' || m.id, m.left_on::timestamp at time zone 'UTC' + interval '12 hours', true, 'people.left', jsonb_strip_nulls(jsonb_build_object('place', n.name))
        from membership m left join org_node n on n.id = m.node_id where ${mine} and m.left_on is not null`
  },
}

/** Fields whose changes people ask about later. */
const remembered = ['name', 'emails', 'phones', 'institution', 'courseOfStudy', 'expectedGraduation']

/** What was changed of the fields that the reader may read: what it was, what it is since, by whom. Source: PPL-3, AUD-1. */
export const editsOfLife: LifeLineSource = {
  key: 'people.edits',
  entries: (_ctx, { id, own, readable }) => {
    // Who is in a list of names alone doesn't read what was.
    if (!own && !readable.has('expectedGraduation')) return null
    const fields = remembered.filter((field) => readable.has(field))
    return fields.length
      ? sql`
      select 'edit:' || e.entry_id || ':' || e.field as id, e.at, false as whole_day, 'people.edited' as kind,
             jsonb_strip_nulls(jsonb_build_object('field', e.field, 'before', ${asText(sql`e.before`)}, 'after', ${asText(sql`e.after`)}, 'by', p.name, 'system', e.system)) as values
        from app.person_edits(${id}::uuid, ${fields}::text[]) e left join person p on p.id = e.by_person
       where ${asText(sql`e.before`)} is distinct from ${asText(sql`e.after`)}`
      : null
  },
}
/** A stored value; a list as lines. */
const asText = (value: Sql) =>
  sql`case jsonb_typeof(${value}) when 'array' then nullif((select string_agg(v, chr(10)) from jsonb_array_elements_text(${value}) v), '') else ${value} #>> '{}' end`

/** What the person has said yes and no to, where the reader may read it. */
export const wishesOfLife: LifeLineSource = {
  key: 'people.wishes',
  entries: (ctx, { id, readable }) =>
    readable.has('doNotContact')
      ? sql`
      select 'consent:' || c.id as id, c.at, false as whole_day, case when c.given then 'people.consent-given' else 'people.consent-withdrawn' end as kind,
             jsonb_build_object('channel', c.channel, 'purpose', c.purpose) as values
        from consent c where c.person_id = ${id}::uuid
      union all
      select 'silence:' || d.id, d.since, false, 'people.do-not-contact', jsonb_strip_nulls(jsonb_build_object('reason', d.reason))
        from do_not_contact d where d.person_id = ${id}::uuid
      union all
      select 'silence-end:' || d.id, d.lifted_at, false, 'people.contact-again', '{}'::jsonb
        from do_not_contact d where d.person_id = ${id}::uuid and d.lifted_at is not null`
      : null,
}

/** When another record went into this one, and when it was taken out again. Source: PPL-5. */
export const mergesOfLife: LifeLineSource = {
  key: 'people.merges',
  entries: (_ctx, { id, readable }) =>
    readable.has('version')
      ? sql`
      select 'merge:' || m.id as id, m.at, false as whole_day, 'people.merged' as kind, jsonb_strip_nulls(jsonb_build_object('by', p.name)) as values
        from person_merge m left join person p on p.id = m.by_person where m.survivor_id = ${id}::uuid
      union all
      select 'unmerge:' || m.id, m.undone_at, false, 'people.unmerged', jsonb_strip_nulls(jsonb_build_object('by', p.name))
        from person_merge m left join person p on p.id = m.undone_by where m.survivor_id = ${id}::uuid and m.undone_at is not null`
      : null,
}

/** Somebody changed their own profile. */
export const ownEditSigns: SignSource = {
  key: 'people.own-edit',
  recurring: true,
  since: (from, until) => sql`
    select e.person_id, e.at from audit_entry e
     where e.at >= ${from} and e.at < ${until} and e.action = 'people.update' and e.actor_kind = 'person' and e.actor_person_id = e.person_id`,
}
/** Somebody joined a place. It happens once, so that its absence means nothing. */
export const joiningSigns: SignSource = {
  key: 'people.joining',
  recurring: false,
  since: (from, until) => sql`
    select m.person_id, s.recorded_at as at from membership_state s join membership m on m.id = s.membership_id
     where s.recorded_at >= ${from} and s.recorded_at < ${until} and s.since = m.joined_on`,
}
