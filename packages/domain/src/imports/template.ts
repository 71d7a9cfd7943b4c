import { query } from '../verb.ts'
import { templateInput, templateOutput } from './imports.schema.ts'
import { importingAt } from './kinds.ts'
import { template as templateOf } from './reading/index.ts'

/** A file to fill in: the headings that are always understood, and a row that shows how. Errors: NotFound, NotAllowed. Source: IMP-3. */
export const template = query({
  name: 'imports.template',
  permission: { action: 'create', noun: 'Import' },
  input: templateInput,
  output: templateOutput,
  async run(ctx, { nodeId, kind: name }) {
    const { kind, place } = await importingAt(ctx, nodeId, name)
    return { fileName: `${kind.name}.csv`, text: templateOf(await kind.fields(ctx, place)) }
  },
})
