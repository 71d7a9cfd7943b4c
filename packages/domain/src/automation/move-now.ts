import { ruleBroken } from '@ministry/kernel/errors'
import { mutation } from '../verb.ts'
import { moveNowInput, holdOutput } from './automation.schema.ts'
import { obstacleToTransition } from './automation.rules.ts'
import { giveGoAhead } from './go-ahead.ts'

/**
 * Has a proposed move to the graduates made at once instead of after the days to object; whoever paused or postponed it is
 * overruled. Said twice, or just as the sweep makes the move, it is one move. Errors: NotFound; NotAllowed; RuleBroken
 * automation.move-now.{not-proposed, not-of-region, leads, no-network, several-networks}. Source: AUT-3.
 */
export const moveNow = mutation({
  name: 'automation.move-now',
  permission: { action: 'update', noun: 'Membership' },
  input: moveNowInput,
  output: holdOutput,
  async run(ctx, { personId, networkId = null }) {
    await giveGoAhead(ctx, 'automation.move-now', [personId], { networkId, now: true }, ({ facts }) => {
      const goAhead = { ...facts.goAhead, ...(networkId && { networkId }) }
      const obstacle = obstacleToTransition({ ...facts, goAhead })
      if (obstacle) throw ruleBroken(`automation.move-now.${obstacle.code}`, obstacle.values)
    })
    return { personId }
  },
})
