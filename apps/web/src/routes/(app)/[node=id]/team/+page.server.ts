import type { Api } from '@ministry/api'
import { redirect, type RequestEvent } from '@sveltejs/kit'
import { m } from '@ministry/kernel/messages'
import { answer, keptOf, textOf } from '#lib/answer.server.ts'
import { tell } from '#lib/notice.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

const tabs = ['roles', 'accounts', 'invitations'] as const
const acts = ['name', 'end', 'invite', 'deactivate', 'reset'] as const

export const load: PageServerLoad = async ({ locals: { api }, params, url, parent }) => {
  const { me } = await parent()
  const readable = { roles: 'RoleAssignment', accounts: 'Account', invitations: 'Invitation' }
  const shown = tabs.filter((tab) => me.reads.includes(readable[tab]))
  const tab = shown.find((name) => name === url.searchParams.get('tab')) ?? shown[0]
  const act = acts.find((name) => name === url.searchParams.get('act'))
  const after = url.searchParams.get('after') ?? undefined
  const past = url.searchParams.get('past') === 'yes'
  const page = { nodeId: params.node, take: 50, ...(after && { after }) }
  // Proposing has a page of its own; the first Board is named here.
  if (url.searchParams.get('act') === 'assign') redirect(303, `/${params.node}/team/propose`)
  const nothing = { roles: [], firstBoard: false }
  const { roles: proposable, firstBoard } = shown.includes('roles')
    ? await api.accounts.proposableRoles({ nodeId: params.node }).catch(() => nothing)
    : nothing
  return {
    shown,
    tab,
    act,
    past,
    paged: after !== undefined,
    subject: url.searchParams.get('id'),
    mayPropose: proposable.length > 0,
    firstBoard,
    roles: tab === 'roles' ? await api.accounts.roles({ ...page, state: past ? 'past' : 'present' }) : null,
    accounts: tab === 'accounts' ? await api.accounts.list(page) : null,
    invitations: tab === 'invitations' ? await api.accounts.invitations(page) : null,
  }
}

const back = ({ params }: RequestEvent<{ node: string }>, tab: (typeof tabs)[number]) =>
  `/${params.node}/team?tab=${tab}`

/** The address that the person is known by, where the reader may see it. */
async function addressOf(api: Api, personId: string): Promise<string | undefined> {
  const { emails } = (await api.people.get({ id: personId })).fields
  return Array.isArray(emails) ? emails[0] : undefined
}

export const actions: Actions = {
  /** Finds the person whom an invitation or a seat of the first Board is for. */
  find: (event) =>
    answer(event, async (form) => {
      const term = textOf(form, 'text')
      const { rows } = term
        ? await event.locals.api.people.search({ nodeId: event.params.node, term, take: 12 })
        : { rows: [] }
      const people = rows.map(({ id, name, home, email }) => ({
        value: id,
        label: name,
        note: [home?.name, email].filter(Boolean).join(' · '),
      }))
      return { people, kept: keptOf(form) }
    }),
  name: (event) =>
    answer(event, async (form) => {
      const personId = String(form.get('personId') ?? '')
      await event.locals.api.accounts.nameBoardMember({ personId, nodeId: event.params.node })
      tell(event, { text: m.accounts_name_board_member_done() })
      redirect(303, back(event, 'roles'))
    }),
  end: (event) =>
    answer(event, async (form) => {
      await event.locals.api.accounts.endRole({ id: String(form.get('id')), reason: String(form.get('reason') ?? '') })
      tell(event, { text: m.shell_done_role_ended() })
      redirect(303, back(event, 'roles'))
    }),
  invite: (event) =>
    answer(event, async (form) => {
      const { api } = event.locals
      const personId = String(form.get('personId') ?? '')
      const email = textOf(form, 'email') ?? (personId && (await addressOf(api, personId))) ?? ''
      await api.accounts.invite({ personId, nodeId: event.params.node, email })
      tell(event, { text: m.shell_done_invited({ email }) })
      redirect(303, back(event, 'invitations'))
    }),
  resend: (event) =>
    answer(event, async (form) => {
      await event.locals.api.accounts.resendInvitation({ id: String(form.get('id')) })
      tell(event, { text: m.shell_done_resent() })
      redirect(303, back(event, 'invitations'))
    }),
  revoke: (event) =>
    answer(event, async (form) => {
      await event.locals.api.accounts.revokeInvitation({ id: String(form.get('id')) })
      tell(event, { text: m.shell_done_revoked() })
      redirect(303, back(event, 'invitations'))
    }),
  deactivate: (event) =>
    answer(event, async (form) => {
      const id = String(form.get('id'))
      await event.locals.api.accounts.deactivate({ id, reason: textOf(form, 'reason') })
      const action = `/${event.params.node}/team?/reactivate`
      tell(event, { text: m.shell_done_deactivated(), undo: { action, fields: { id } } })
      redirect(303, back(event, 'accounts'))
    }),
  reset: (event) =>
    answer(event, async (form) => {
      await event.locals.api.accounts.resetSecondFactor({
        id: String(form.get('id')),
        reason: textOf(form, 'reason') ?? '',
      })
      tell(event, { text: m.accounts_reset_second_factor_done() })
      redirect(303, back(event, 'accounts'))
    }),
  reactivate: (event) =>
    answer(event, async (form) => {
      await event.locals.api.accounts.reactivate({ id: String(form.get('id')) })
      tell(event, { text: m.shell_done_reactivated() })
      redirect(303, back(event, 'accounts'))
    }),
}
