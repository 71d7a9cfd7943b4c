/** People of the demo who go to another region: offered, welcomed, declined. Source: PPL-4. */
import { newId } from '@ministry/kernel/id'
import { story, type StoryNode } from '@ministry/seed'
import { inTurn, someone, type Stage, type When } from './acting.ts'

const { nodes } = story
type Actor = Parameters<Stage['as']>[0]
interface Move {
  by: Actor
  when: When
  who: string
  to: StoryNode
  message: string
  withNotes?: boolean
  accepted?: { by: Actor; when: When; at: StoryNode }
  declined?: { by: Actor; when: When; reason: string }
}

/** Offers people across regions, and answers some of the offers. */
export const moveAbout = (stage: Stage): Promise<void> =>
  inTurn(moves, async ({ by, when, who, to, message, withNotes = false, accepted, declined }) => {
    const id = newId(stage.instant(when))
    const offers = await stage.as(by, when)
    await offers.transfers.offer({ id, personId: who, toNodeId: to.id, message, withNotes })
    if (accepted) {
      const welcomes = await stage.as(accepted.by, accepted.when)
      await welcomes.transfers.accept({ id, nodeId: accepted.at.id })
    }
    if (declined) await (await stage.as(declined.by, declined.when)).transfers.decline({ id, reason: declined.reason })
  })

const moves: Move[] = [
  {
    ...{ by: 'yusuf', when: [25, '10:00'], who: someone(nodes.tide, 12).id, to: nodes.kilima, withNotes: true },
    message: 'Goes on with the master’s course at Kilima from this term.',
    accepted: { by: 'ruth', when: [24, '12:20'], at: nodes.hilltop },
  },
  {
    ...{ by: 'faith', when: [20, '15:00'], who: someone(nodes.bereans, 9).id, to: nodes.mawingu },
    message: 'Wants to change to nursing, as far as we know.',
    declined: {
      by: 'halima',
      when: [17, '09:45'],
      reason: 'Stays at Kilima after all: the college had no place left.',
    },
  },
  {
    ...{ by: 'ruth', when: [3, '11:30'], who: someone(nodes.hilltop, 8).id, to: nodes.bahari },
    message: 'Moves to the coast for an internship of a year. Plays the keyboard, and likes to cook.',
  },
  {
    ...{ by: 'yusuf', when: [2, '09:00'], who: someone(nodes.harbour, 9).id, to: nodes.kilima },
    message: 'Transfers to engineering at Kilima after Christmas. Knows nobody there yet.',
  },
]
