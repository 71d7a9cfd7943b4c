import type { Api } from '@ministry/api'
import { mayAnywhere } from '#lib/may.server.ts'
import type { PageServerLoad } from './$types.js'

const states = ['member', 'visitor', 'pre_graduate', 'alumni', 'inactive'] as const
/** Places below that the home page has room for. */
const BELOW = 6
/** Those who lead and serve at one's place that it names. */
const IN_CHARGE = 5
const none = { due: 0, late: 0 }
/** Steps of an import at which it waits for somebody. */
const waiting = ['mapping', 'planned', 'planning', 'committing']

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { api } = locals
  const { me } = await parent()
  const [seat] = me.seats
  if (!seat)
    return { node: null, counts: null, invitations: null, imports: [], graduates: 0, offered: 0, followUps: none }
  const node = await api.org.get({ nodeId: seat })
  const may = mayAnywhere(locals)
  const [counts, invitations, imports, graduates, offered, followUps] = await Promise.all([
    node.can.seePeople ? countsAt(api, seat) : null,
    me.reads.includes('Invitation') ? api.accounts.invitations({ nodeId: seat, state: 'open', take: 4 }) : null,
    me.reads.includes('Import') ? unfinishedImports(api, seat) : [],
    may('update', 'Membership') ? waitingGraduates(api, seat) : 0,
    me.reads.includes('Transfer') ? offeredPeople(api, seat) : 0,
    me.reads.includes('FollowUp') ? dueFollowUps(api) : none,
  ])
  const { id, name, kind, seats, children, can } = node
  const empty = seats.filter(({ holders }) => holders.length === 0).map(({ role }) => role)
  const open = children.filter(({ state }) => state === 'active')
  const emptyBelow = open
    .filter(({ emptySeats }) => emptySeats)
    .map(({ id, name, emptySeats }) => ({ id, name, emptySeats }))
  const inCharge = seats
    .toSorted((one, other) => Number(other.leads) - Number(one.leads))
    .flatMap(({ role, holders }) =>
      holders.flatMap(({ personId, name }) => (name === null ? [] : [{ role, personId, name }])),
    )
    .slice(0, IN_CHARGE)
  const below = open.slice(0, BELOW).map(({ id, name, kind, people }) => ({ id, name, kind, people }))
  return {
    node: { id, name, kind, empty, emptyBelow, inCharge, below, mayOpen: can.open.length > 0 },
    counts,
    invitations,
    imports,
    graduates,
    offered,
    followUps,
    may: { add: may('create', 'Person'), import: may('create', 'Import'), invite: may('create', 'Invitation') },
  }
}

/** How many people of each state are at the place and below. */
async function countsAt(api: Api, nodeId: string) {
  const totals = await Promise.all(
    states.map((state) => api.people.list({ nodeId, take: 1, filter: { states: [state] } })),
  )
  return states.map((state, index) => ({ state, people: totals[index]!.total }))
}

/** How many have graduated and can’t move until somebody has done something. */
const waitingGraduates = async (api: Api, nodeId: string) =>
  (await api.automation.graduations({ nodeId, waiting: true })).rows.length

/** What I am to do about people today, and what I should have done; the list is by the day. */
async function dueFollowUps(api: Api) {
  const { rows, today } = await api.followUps.mine({ take: 50 })
  const due = rows.filter(({ wantedOn }) => wantedOn <= today)
  return { due: due.length, late: due.filter(({ wantedOn }) => wantedOn < today).length }
}

/** People offered to this place who wait for an answer of the reader's. */
async function offeredPeople(api: Api, nodeId: string) {
  const { rows } = await api.transfers.list({ nodeId, side: 'in', take: 50 })
  return rows.filter(({ may }) => may.answer).length
}

async function unfinishedImports(api: Api, nodeId: string) {
  const { rows } = await api.imports.list({ nodeId, take: 10 })
  return rows
    .filter(({ state }) => waiting.includes(state))
    .map(({ id, fileName, state, createdAt }) => ({ id, fileName, state, createdAt }))
}
