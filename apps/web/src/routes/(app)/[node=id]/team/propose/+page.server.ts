import { isSeat } from '@ministry/access'
import { roleRequest, type RoleRequest } from '@ministry/domain/accounts/schema'
import { m } from '@ministry/kernel/messages'
import { answer, keptOf, textOf } from '#lib/answer.server.ts'
import { askedBefore } from '#lib/requests/asked-before.server.ts'
import { requestIds, sendRequest, showWay } from '#lib/requests/request-acts.server.ts'
import { roleFrom, roleSoFar } from '#lib/requests/role-form.ts'
import { roleName } from '#lib/words.ts'
import { dayIn } from '#lib/zoned-day.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { api } = locals
  const before = await askedBefore(api, 'role-assignment', url, roleRequest)
  const { settings } = await api.org.get({ nodeId: params.node })
  const passing = passingOf(before?.payload, url)
  const { roles } = await api.accounts.proposableRoles({ nodeId: params.node }).catch((refused: unknown) => {
    // Whoever proposes nobody still names who follows them.
    if (passing && passing.fromId === locals.account?.account.personId) return { roles: [] as string[] }
    throw refused
  })
  const timeZone = settings.timeZone.value
  const day = (instant: string | null, earlier = 0) =>
    instant && dayIn(new Date(Date.parse(instant) - earlier), timeZone)
  // What only the Board can end is asked for here as well, for whoever holds it.
  const [end, role] = [url.searchParams.get('end'), url.searchParams.get('role')]
  const ending =
    before?.payload.act === 'end'
      ? { personId: before.payload.personId, role: before.payload.role }
      : end && role && isSeat(role) && roles.includes(role)
        ? { personId: end, role }
        : null
  const personId = before?.payload.personId ?? ending?.personId
  const nameOf = async (id: string) => {
    const person = await api.people.get({ id }).catch(() => null)
    return String((person && person.fields.name) ?? m.shell_somebody())
  }
  return {
    before: before && { caseId: before.caseId, version: before.version, files: before.files },
    ending,
    passing: passing && {
      ...passing,
      name: await nameOf(passing.fromId),
      own: passing.fromId === locals.account?.account.personId,
    },
    person: personId ? { value: personId, label: await nameOf(personId) } : null,
    asked: before && {
      ...before.payload,
      from: day(before.payload.startsAt),
      until: day(before.payload.endsAt, 1),
    },
    ids: requestIds(),
    timeZone,
    roles: roles.map((role) => ({ value: role, label: roleName(role) })),
  }
}

/** The role that is to pass, and who gives it up, where that is what is asked for. */
function passingOf(before: Pick<RoleRequest, 'fromId' | 'role'> | undefined, url: URL) {
  if (before) return before.fromId ? { fromId: before.fromId, role: before.role } : null
  const [fromId, role] = [url.searchParams.get('from'), url.searchParams.get('role')]
  return fromId && role && isSeat(role) ? { fromId, role } : null
}

const zoneAt = async (event: { locals: App.Locals; params: { node: string } }) =>
  (await event.locals.api.org.get({ nodeId: event.params.node })).settings.timeZone.value

export const actions: Actions = {
  /** Finds the person who is proposed. */
  find: (event) =>
    answer(event, async (form) => {
      const { api } = event.locals
      const term = textOf(form, 'text')
      // Whoever is to lead a group may belong to another one: all whom the proposer sees from their own place.
      const nodeId = (await api.accounts.me({})).seats[0] ?? event.params.node
      const { rows } = term ? await api.people.search({ nodeId, term, take: 12 }) : { rows: [] }
      const people = rows.map(({ id, name, home, email }) => ({
        value: id,
        label: name,
        note: [home?.name, email].filter(Boolean).join(' · '),
      }))
      return { people, kept: keptOf(form) }
    }),
  route: async (event) => {
    const zone = await zoneAt(event)
    return showWay(event, 'role-assignment', (form) => roleSoFar(form, zone))
  },
  send: async (event) => {
    const zone = await zoneAt(event)
    return sendRequest(event, 'role-assignment', (form) => roleFrom(form, zone), m.accounts_propose_done())
  },
}
