/** What automations have done in the demo: each state of theirs can be seen at somebody. Source: AUT-1, AUT-3, AUT-4. */
import { people } from './story-people.ts'
import { nodes } from './story-nodes.ts'

interface Series {
  personId: string
  automation: 'welcome' | 'alumni'
  occurrence: string
  startedOn: string
  ended?: string
}
interface Act {
  personId: string
  nodeId: string
  automation: Series['automation']
  occurrence: string
  step: string
  on: string
  waits?: { reason: string; values: Record<string, string> }
}

const graduation = { automation: 'alumni', occurrence: '2026-10' } as const
const welcome = { automation: 'welcome', occurrence: 'registration' } as const

export const automations = {
  series: [
    // Waits for a successor.
    { ...graduation, personId: people.ibrahim.id, startedOn: '2026-10-31' },
    // Proposed, and paused.
    { ...graduation, personId: people.dennis.id, startedOn: '2026-10-31' },
    { ...welcome, personId: people.naledi.id, startedOn: '2026-09-14', ended: '2026-09-24' },
  ] satisfies Series[] as Series[],
  acts: [
    { ...graduation, personId: people.ibrahim.id, nodeId: nodes.anchor.id, step: 'propose', on: '2026-10-31' },
    {
      ...{ ...graduation, personId: people.ibrahim.id, nodeId: nodes.anchor.id, step: 'transition', on: '2026-11-14' },
      waits: { reason: 'leads', values: { role: 'cell-leader', node: nodes.anchor.name, nodeId: nodes.anchor.id } },
    },
    { ...graduation, personId: people.dennis.id, nodeId: nodes.hilltop.id, step: 'propose', on: '2026-10-31' },
    ...['2026-09-14', '2026-09-17', '2026-09-24'].map((on, i) => ({
      ...{ ...welcome, personId: people.naledi.id, nodeId: nodes.bereans.id, step: `mail-${i + 1}`, on },
    })),
  ] satisfies Act[] as Act[],
  holds: [
    {
      ...{ personId: people.dennis.id, automation: 'alumni', since: '2026-11-06', byPerson: people.ruth.id },
      reason: 'Repeats the last term',
    },
  ],
  /** Somebody of whom a silence would be noticed. */
  signs: [{ personId: people.joy.id, at: '2026-10-05', source: 'accounts.sign-in' }],
}
