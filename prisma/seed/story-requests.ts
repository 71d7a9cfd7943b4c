/** Requests of the demo, one in each state, so that inboxes and lists have something to show. Source: APR-1, APR-4. */
import { people, type PersonName } from './story-people.ts'
import { nodes, type NodeName } from './story-nodes.ts'

type State = 'open' | 'sent_back' | 'approved' | 'rejected'
interface Step {
  act: 'endorse' | 'decide'
  seat: string
  at: NodeName
  /** Who answered, on which day, and what. */
  said?: { by: PersonName; on: string; choice: 'approve' | 'reject' | 'send_back'; reason?: string }
}
export interface StoryRequest {
  personId: string
  nodeId: string
  on: string
  /** Minor units of the movement's currency. */
  amount: number
  payee: string
  purpose: string
  state: State
  /** Left out, because the requester holds the seat. */
  skipped?: { seat: string; at: NodeName } | undefined
  /** As far as the request has come, and what waits behind. */
  steps: readonly Step[]
  comments?: readonly { by: PersonName; on: string; text: string }[]
}
const kwame = {
  personId: people.kwame.id,
  nodeId: nodes.mustardSeed.id,
  skipped: { seat: 'cell-leader', at: 'mustardSeed' },
} as const
const ruth = { personId: people.ruth.id, nodeId: nodes.kilima.id } as const

export const requests: readonly StoryRequest[] = [
  {
    ...{ ...kwame, on: '2026-11-13', amount: 6000, payee: 'Kilima Bakery', purpose: 'Bread for the welcome evening' },
    ...{ state: 'open', steps: [{ act: 'decide', seat: 'campus-leader', at: 'kilima' }] },
    comments: [{ by: 'kwame', on: '2026-11-13', text: 'The bakery asks for an answer by Thursday.' }],
  },
  {
    ...{ ...kwame, on: '2026-11-10', amount: 45_000, payee: 'Highlands Coaches', purpose: 'Bus to the regional day' },
    skipped: undefined,
    state: 'open',
    steps: [
      {
        act: 'endorse',
        seat: 'campus-leader',
        at: 'kilima',
        said: { by: 'ruth', on: '2026-11-11', choice: 'approve' },
      },
      { act: 'decide', seat: 'regional-director', at: 'highlands' },
    ],
  },
  {
    ...{ ...ruth, on: '2026-11-12', amount: 320_000, payee: 'Mtoni Sound', purpose: 'Loudspeakers for the campus' },
    state: 'open',
    steps: [
      {
        act: 'endorse',
        seat: 'regional-director',
        at: 'highlands',
        said: { by: 'daniel', on: '2026-11-13', choice: 'approve' },
      },
      { act: 'decide', seat: 'national-director', at: 'lighthouse' },
    ],
  },
  {
    ...{ ...kwame, on: '2026-10-19', amount: 4500, payee: 'Uhuru Stationers', purpose: 'Notebooks', state: 'approved' },
    steps: [
      { act: 'decide', seat: 'campus-leader', at: 'kilima', said: { by: 'ruth', on: '2026-10-20', choice: 'approve' } },
    ],
  },
  {
    ...{
      ...kwame,
      on: '2026-10-26',
      amount: 9900,
      payee: 'Corner Café',
      purpose: 'Dinner of the group',
      state: 'rejected',
    },
    steps: [
      {
        ...{ act: 'decide', seat: 'campus-leader', at: 'kilima' },
        said: { by: 'ruth', on: '2026-10-27', choice: 'reject', reason: 'Let us cook together instead.' },
      },
    ],
  },
  {
    ...{ ...kwame, on: '2026-11-09', amount: 8000, payee: 'Kilima Print', purpose: 'Leaflets', state: 'sent_back' },
    steps: [
      {
        ...{ act: 'decide', seat: 'campus-leader', at: 'kilima' },
        said: { by: 'ruth', on: '2026-11-10', choice: 'send_back', reason: 'How many leaflets are these?' },
      },
    ],
  },
]
/** Somebody who will be away, and who signs meanwhile. */
export const absences = [
  { personId: people.daniel.id, deputyId: people.esther.id, from: '2026-12-21', until: '2027-01-04', note: 'Leave' },
]
