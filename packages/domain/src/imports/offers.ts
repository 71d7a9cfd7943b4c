import { MinistryError } from '@ministry/kernel/errors'
import { query } from '../verb.ts'
import { kindsInput, kindsOutput } from './imports.schema.ts'
import { importingAt, kindsOf } from './kinds.ts'

/** What files can bring in at a place, by the caller's rights there. Errors: NotFound node; NotAllowed to import at all. Source: IMP-1. */
export const offers = query({
  name: 'imports.offers',
  permission: { action: 'create', noun: 'Import' },
  input: kindsInput,
  output: kindsOutput,
  async run(ctx, { nodeId }) {
    const { place } = await importingAt(ctx, nodeId, kindsOf(ctx.services)[0]!.name)
    return kindsOf(ctx.services)
      .filter((kind) => {
        try {
          kind.mayImport?.(ctx, place)
          return true
        } catch (error) {
          if (error instanceof MinistryError) return false
          throw error
        }
      })
      .map(({ name, matchKeys }) => ({ name, matchKeys: [...matchKeys] }))
  },
})
