import { mutation } from '../verb.ts'
import { doneOutput, rulesInput } from './imports.schema.ts'
import { map } from './map.ts'
import { findImport } from './stored.ts'

/**
 * Chooses by which keys rows find what is on record, and what the file may do to each field of it; remembered for files with these
 * headings. The dry run is made again. Errors: NotFound; RuleBroken `imports.step.not-now`. Source: IMP-2.
 */
export const setRules = mutation({
  name: 'imports.set-rules',
  permission: { action: 'plan', noun: 'Import' },
  input: rulesInput,
  output: doneOutput,
  async run(ctx, { id, matchBy, rules }) {
    const { mapping } = await findImport(ctx, 'plan', id)
    const settings = { ...mapping.settings, matchBy, rules }
    return map.within(ctx, { id, fields: mapping.columns.map(({ field }) => field), settings })
  },
})
