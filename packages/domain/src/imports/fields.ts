import * as z from 'zod'
import { query } from '../verb.ts'
import { fieldsOutput } from './imports.schema.ts'
import { peopleFields } from './reading/index.ts'

/** Fields that a column can be matched to. Source: IMP-2. */
export const fields = query({
  name: 'imports.fields',
  permission: { action: 'create', noun: 'Import' },
  input: z.object({}),
  output: fieldsOutput,
  async run(ctx) {
    ctx.asked('create', 'Import')
    return peopleFields.map(({ key, label, multiple = false, choices = [] }) => ({
      key,
      label,
      multiple,
      choices: choices.map(({ value }) => value),
    }))
  },
})
