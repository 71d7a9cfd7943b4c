/** What accounts and roles tell of a person: lines of the life line, and signs of life. Source: PPL-3, AUT-4. */
import { sql } from '@ministry/db'
import { readableAt, type LifeLineSource } from '../life-line.ts'
import type { SignSource } from '../signs.ts'

/** Roles as they began and ended, where the reader may read role assignments. */
export const rolesOfLife: LifeLineSource = {
  key: 'accounts.roles',
  entries: (ctx, { id, own }) => {
    const mine = sql`a.person_id = ${id}::uuid and (${own} or a.scope_ids && ${readableAt(ctx, 'RoleAssignment')}::uuid[])`
    const about = sql`jsonb_strip_nulls(jsonb_build_object('role', a.role, 'place', n.name, 'reason', `
    return sql`
      select 'role:' || a.id as id, a.starts_at as at, false as whole_day, 'accounts.role-began' as kind, ${about} a.reason)) as values
        from role_assignment a left join org_node n on n.id = a.node_id where ${mine} and a.starts_at <= ${ctx.at}
      union all
      select 'role-end:' || a.id, a.ends_at, false, 'accounts.role-ended', ${about} a.end_reason))
        from role_assignment a left join org_node n on n.id = a.node_id where ${mine} and a.ends_at <= ${ctx.at}`
  },
}

/** Somebody signed in. */
export const signInSigns: SignSource = {
  key: 'accounts.sign-in',
  recurring: true,
  since: (from, until) => sql`
    select c.person_id, e.at from sign_in_event e join account c on c.id = e.account_id
     where e.at >= ${from} and e.at < ${until} and e.outcome = 'signed-in'`,
}
