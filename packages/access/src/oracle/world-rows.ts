/** The world as rows of the database, each with the facts that the printed table is asked about. */
import { createHash } from 'node:crypto'
import type { Facts, Tree } from './oracle.ts'
import { me } from './rows.ts'
import { pathOf } from './world.ts'

/** Runs one statement as the owner of the tables, whom no policy binds. */
export type Run = (text: string, values: unknown[]) => Promise<unknown>

export const storedNouns = [
  'OrgNode',
  'Person',
  'Membership',
  'Account',
  'Invitation',
  'RoleAssignment',
  'SignInEvent',
  'Import',
  'BulkAct',
  'AuditEntry',
  'OutgoingMail',
  'Note',
  'FollowUp',
  'Transfer',
] as const
export type StoredNoun = (typeof storedNouns)[number]
/** Facts of every row, by noun and identifier. */
export type WorldRows = Record<StoredNoun, Map<string, Facts>>

const idFor = (text: string) => {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
const day = '2025-01-06'
const instant = '2025-01-06T08:00:00Z'

/** Writes the tree, and at every node people of each kind with all that can be about them; the asker lives at `home`. */
export async function writeWorld(tree: Tree, home: string, run: Run): Promise<WorldRows> {
  const rows = Object.fromEntries(storedNouns.map((noun) => [noun, new Map<string, Facts>()])) as WorldRows
  for (const { id, kind, parentId } of tree.values()) {
    await run('insert into org_node (id, kind, parent_id, name, opened_on) values ($1, $2, $3, $4, $5)', [
      id,
      kind,
      parentId,
      `${kind} ${id.slice(-4)}`,
      day,
    ])
    rows.OrgNode.set(id, { node: id })
  }
  const write = writer(tree, rows, run)
  const nodes = [...tree.keys()]
  for (const [index, node] of nodes.entries()) {
    const second = nodes[(index + 5) % nodes.length]!
    await write.person(`plain ${node}`, { node })
    await write.person(`further ${node}`, { node, also: [second] })
    await write.person(`graduating ${node}`, { node, preGraduate: true })
    await write.person(`listed ${node}`, { node, listed: true })
    await write.person(`enrolled ${node}`, { node, enrolled: true })
    await write.person(`donor ${node}`, { node, donor: true })
    await write.about(idFor(`person plain ${node}`), idFor(`account plain ${node}`), { node })
    await write.placed(node)
  }
  await write.person('me', { node: home, own: true }, me.personId)
  await write.about(me.personId, me.accountId, { node: home, own: true })
  return rows
}

function writer(tree: Tree, rows: WorldRows, run: Run) {
  const membership = async (
    personId: string,
    node: string,
    isHome: boolean,
    state: string,
    own: boolean | undefined,
  ) => {
    const id = idFor(`membership ${personId} ${node}`)
    await run(
      'insert into membership (id, person_id, node_id, is_home, state, joined_on) values ($1, $2, $3, $4, $5, $6)',
      [id, personId, node, isHome, state, day],
    )
    rows.Membership.set(id, { node, ...(own && { own }) })
  }
  /** A note, something to do, and an offer to another place, about the person. */
  const noted = async (personId: string, { node, also = [], own }: Facts) => {
    const id = (kind: string) => idFor(`${kind} ${personId}`)
    await run(
      `insert into note (id, person_id, author_id, body, created_at, updated_at) values ($1, $2, $2, 'Noted', $3, $3)`,
      [id('note'), personId, instant],
    )
    await run(
      `insert into follow_up (id, person_id, title, due_on, wanted_on, created_at, updated_at) values ($1, $2, 'To do', $3, $3, $4, $4)`,
      [id('follow-up'), personId, day, instant],
    )
    const about: Facts = { node, also, ...(own && { own }) }
    rows.Note.set(id('note'), about)
    rows.FollowUp.set(id('follow-up'), about)
    if (!also.length) return
    await run(
      `insert into transfer (id, person_id, from_node_id, to_node_id, offered_by, offered_at, expires_at) values ($1, $2, $3, $4, $2, $5, $6)`,
      [id('transfer'), personId, node, also[0], instant, `${day}T09:00:00Z`],
    )
    rows.Transfer.set(id('transfer'), { node, also })
  }
  return {
    async person(name: string, facts: Facts, id = idFor(`person ${name}`)) {
      const state = facts.preGraduate ? 'pre_graduate' : 'member'
      await run(
        `insert into person (id, name, emails, phones, languages, listed_in_group, enrolled, donor, home_node_id, created_at, updated_at)
         values ($1, $2, '{}', '{}', '{}', $3, $4, $5, $6, $7, $7)`,
        [id, name, facts.listed ?? false, facts.enrolled ?? false, facts.donor ?? false, facts.node, instant],
      )
      rows.Person.set(id, facts)
      await membership(id, facts.node!, true, state, facts.own)
      for (const node of facts.also ?? []) await membership(id, node, false, state, facts.own)
      await noted(id, facts)
    },
    async about(personId: string, accountId: string, facts: Facts) {
      const id = (kind: string) => idFor(`${kind} ${personId}`)
      const { node } = facts
      await run('insert into account (id, person_id, email, created_at) values ($1, $2, $3, $4)', [
        accountId,
        personId,
        `${accountId}@example.org`,
        instant,
      ])
      await run(
        `insert into role_assignment (id, person_id, role, node_id, starts_at) values ($1, $2, 'cell-leader', $3, $4)`,
        [id('role'), personId, node, instant],
      )
      await run(`insert into sign_in_event (id, account_id, outcome, at) values ($1, $2, 'signed-in', $3)`, [
        id('sign-in'),
        accountId,
        instant,
      ])
      await run(
        'insert into invitation (id, person_id, node_id, email, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $4, $5, $5)',
        [id('invitation'), personId, node, id('invitation'), instant],
      )
      rows.Account.set(accountId, facts)
      rows.RoleAssignment.set(id('role'), facts)
      rows.SignInEvent.set(id('sign-in'), facts)
      rows.Invitation.set(id('invitation'), { node })
    },
    async placed(node: string) {
      const id = (kind: string) => idFor(`${kind} ${node}`)
      await run(
        `insert into import (id, kind, node_id, account_id, person_id, file_name, state, source, created_at, updated_at)
         values ($1, 'people', $2, $3, $4, 'people.csv', 'uploaded', '{}', $5, $5)`,
        [id('import'), node, idFor(`account plain ${node}`), idFor(`person plain ${node}`), instant],
      )
      await run(
        `insert into bulk_act (id, act, node_id, account_id, person_id, state, what, asked, total, created_at)
         values ($1, 'tag', $2, $3, $4, 'done', '{}', '{}', 0, $5)`,
        [id('bulk'), node, idFor(`account plain ${node}`), idFor(`person plain ${node}`), instant],
      )
      await run(
        `insert into audit_entry (id, at, action, actor_kind, noun, node_id, scope_ids) values ($1, $2, 'org.open', 'person', 'OrgNode', $3, $4)`,
        [id('audit'), instant, node, pathOf(tree, node)],
      )
      await run(
        `insert into outgoing_mail (id, template, recipient, subject, html, text, scope_ids, created_at) values ($1, 'hello', 'somebody@example.org', '', '', '', $2, $3)`,
        [id('mail'), pathOf(tree, node), instant],
      )
      rows.Import.set(id('import'), { node })
      rows.BulkAct.set(id('bulk'), { node })
      rows.AuditEntry.set(id('audit'), { node })
      rows.OutgoingMail.set(id('mail'), { node })
    },
  }
}
