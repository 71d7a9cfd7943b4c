import { mutation } from '../verb.ts'
import { chooseNetworkInput, networkChosenOutput } from './automation.schema.ts'
import { giveGoAhead } from './go-ahead.ts'

/**
 * Says into which graduate network of the region graduates go, whose move is proposed: by those who may change their home, or who
 * receive at the network. Who has waited for that moves at once. Errors: NotFound; NotAllowed; RuleBroken
 * automation.choose-network.{not-proposed, not-of-region}. Source: AUT-3.
 */
export const chooseNetwork = mutation({
  name: 'automation.choose-network',
  permission: { action: 'update', noun: 'Membership' },
  input: chooseNetworkInput,
  output: networkChosenOutput,
  async run(ctx, { personIds, networkId }) {
    return { chosen: await giveGoAhead(ctx, 'automation.choose-network', personIds, { networkId, now: false }) }
  },
})
