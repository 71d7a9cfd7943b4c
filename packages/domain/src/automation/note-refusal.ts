import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { mutation } from '../verb.ts'
import { assertSystem } from '../acting.ts'
import { dueActs } from './automation.rules.ts'
import { livesOf } from './facts.ts'
import { writeActs } from './written-acts.ts'

/**
 * Notes that a rule refused what was due for one person: it waits, visibly, and is tried again with every sweep. Only the workflow
 * calls it. Errors: NotAllowed. Source: AUT.
 */
export const noteRefusal = mutation({
  name: 'automation.note-refusal',
  permission: { action: 'run', noun: 'Automation' },
  input: z.object({ personId: id(), rule: z.string().max(200) }),
  output: z.object({ noted: z.number().int() }),
  async run(ctx, { personId, rule }) {
    assertSystem(ctx)
    const life = (await livesOf(ctx, [personId])).get(personId)
    if (!life) return { noted: 0 }
    const because = { code: 'refused', values: { rule } }
    const refused = dueActs(life.facts, life.holding.settings, life.past)
      .filter(({ verdict }) => verdict === 'do')
      .filter(
        ({ automation, occurrence, step }) =>
          !life.past.acts.some(
            (act) =>
              act.automation === automation &&
              act.occurrence === occurrence &&
              act.step === step &&
              act.reason === 'refused' &&
              act.values['rule'] === rule,
          ),
      )
    await writeActs(
      ctx,
      refused.map((next) => ({ life, next, state: 'waiting' as const, because })),
    )
    return { noted: refused.length }
  },
})
