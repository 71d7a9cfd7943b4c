import { query } from '../verb.ts'
import { fieldsInput, fieldsOutput } from './imports.schema.ts'
import { importingAt } from './kinds.ts'

/** Fields that a column can be matched to, of a kind at a place. Errors: NotFound node or kind; NotAllowed. Source: IMP-2. */
export const fields = query({
  name: 'imports.fields',
  permission: { action: 'create', noun: 'Import' },
  input: fieldsInput,
  output: fieldsOutput,
  async run(ctx, { nodeId, kind: name }) {
    const { kind, place } = await importingAt(ctx, nodeId, name)
    return (await kind.fields(ctx, place)).map(
      ({ key, label, title = null, multiple = false, merges = false, choices = [] }) => ({
        ...{ key, label, title, multiple, merges },
        choices: choices.map(({ value }) => value),
      }),
    )
  },
})
