import { sql } from '@ministry/db'
import { dateIn } from '@ministry/kernel/calendar'
import { ruleBroken } from '@ministry/kernel/errors'
import { id, newId } from '@ministry/kernel/id'
import * as z from 'zod'
import { staged } from '../staged.ts'
import { mutation } from '../verb.ts'
import { openedSession, setUpInput } from './accounts.schema.ts'
import { lockInstallation, needsSetUp, provenInstallation } from './first-run.ts'
import { writeSignIn } from './sign-in-log.ts'

const founding = setUpInput.omit({ token: true }).extend({
  installationId: id(),
  passwordHash: z.string(),
  ids: z.object({ node: id(), person: id(), account: id(), assignment: id() }),
})

const found = mutation({
  name: 'accounts.set-up',
  permission: 'public',
  door: 'auth',
  input: founding,
  output: openedSession,
  async run(ctx, { installationId, movement, director, passwordHash, ids }) {
    await lockInstallation(ctx.tx.rows)
    const used = await ctx.tx.rows(sql`
      update installation set used_at = ${ctx.at} where id = ${installationId}::uuid and used_at is null returning id`)
    if (used.length === 0 || !(await needsSetUp(ctx.tx))) throw ruleBroken('accounts.set-up.not-open')
    const { email, username, name } = director
    const rows = {
      ...movement,
      at: ctx.at,
      today: dateIn(ctx.at, movement.timeZone),
      personName: name,
      email,
      nodeId: ids.node,
      personId: ids.person,
      assignmentId: ids.assignment,
      versionId: newId(ctx.at),
      membershipId: newId(ctx.at),
      stateId: newId(ctx.at),
    }
    await ctx.tx.rows(sql`select app.found_movement(${JSON.stringify(rows)}::jsonb)`)
    await ctx.tx.rows(sql`
      insert into account (id, person_id, username, email, password_hash, created_at)
      values (${ids.account}::uuid, ${ids.person}::uuid, ${username}, ${email}, ${passwordHash}, ${ctx.at})`)
    await writeSignIn(ctx, ids.account, 'signed-in')
    const node = { id: ids.node, scopeIds: [ids.node] }
    const about = { node, reason: 'bootstrap' }
    const held = { personId: ids.person, role: 'national-director', nodeId: ids.node, startsAt: ctx.at }
    ctx.audit({ ...about, noun: 'OrgNode', subjectId: ids.node, after: { kind: 'National', ...movement } })
    ctx.audit({ ...about, noun: 'RoleAssignment', subjectId: ids.assignment, after: held })
    ctx.audit({
      ...about,
      noun: 'Account',
      subjectId: ids.account,
      person: { id: ids.person, after: { name, email, username } },
    })
    return ctx.services.auth.sessions.open(ctx.tx, ids.account, ctx.caller.request)
  },
})

/**
 * Makes the movement, its first National Director and their account, and signs in: once, with the link that the console
 * showed, and only where there is no movement. Errors: RuleBroken `accounts.set-up.not-open`, `accounts.password.*`.
 * Source: ACC-3 (the logged bootstrap).
 */
export const setUp = staged(found, {
  input: setUpInput,
  output: openedSession,
  async act(services, caller, { token, movement, director }) {
    const { authDb, auth, clock } = services
    const installationId = await provenInstallation(authDb, token)
    if (!installationId) throw ruleBroken('accounts.set-up.not-open')
    const weakness = auth.passwords.weakness(director.password, director)
    if (weakness) throw ruleBroken(weakness)
    const passwordHash = await auth.passwords.hash(director.password)
    const now = clock.now()
    const ids = { node: newId(now), person: newId(now), account: newId(now), assignment: newId(now) }
    const themself = { ...caller, principal: { accountId: ids.account, personId: ids.person, roles: [] } }
    return found.perform(services, themself, { installationId, movement, director, passwordHash, ids })
  },
})
