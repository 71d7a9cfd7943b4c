import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { mutation } from '../verb.ts'
import { assertSystem } from '../acting.ts'
import { livesOf } from './facts.ts'
import { takeSteps } from './take-steps.ts'
import { beginSeries } from './written-acts.ts'

/** A person is welcomed once in a lifetime, whatever brings them in again. */
const occurrence = 'registration'

/**
 * Begins the welcome of people who were registered, where it is switched on and they may be written to, and sends what is due
 * at once. Only the workflow calls it. Errors: NotAllowed; Conflict `verb.meanwhile`. Source: AUT-1, IMP-8.
 */
export const enrol = mutation({
  name: 'automation.enrol',
  permission: { action: 'run', noun: 'Automation' },
  input: z.object({ personIds: z.array(id()).max(500), origin: z.enum(['entry', 'import']) }),
  output: z.object({ begun: z.number().int() }),
  timeout: 120_000,
  async run(ctx, { personIds, origin }) {
    assertSystem(ctx)
    const lives = [...(await livesOf(ctx, personIds)).values()].filter(
      ({ facts, holding, past }) =>
        holding.settings.welcome.enabled &&
        facts.state !== 'archived' &&
        facts.hasHome &&
        !facts.doNotContact &&
        !past.enrolments.some((one) => one.automation === 'welcome'),
    )
    const begun = await beginSeries(
      ctx,
      lives.map((life) => ({ life, automation: 'welcome' as const, occurrence, origin })),
    )
    await takeSteps(ctx, [...begun])
    return { begun: begun.size }
  },
})
