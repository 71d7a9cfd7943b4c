import * as z from 'zod'
import { query } from '../verb.ts'
import { templateOutput } from './imports.schema.ts'
import { peopleFields, template as templateOf } from './reading/index.ts'

/** A file to fill in: the headings that are always understood, and a row that shows how. Source: IMP-3. */
export const template = query({
  name: 'imports.template',
  permission: { action: 'create', noun: 'Import' },
  input: z.object({}),
  output: templateOutput,
  async run(ctx) {
    ctx.asked('create', 'Import')
    return { fileName: 'people.csv', text: templateOf(peopleFields) }
  },
})
