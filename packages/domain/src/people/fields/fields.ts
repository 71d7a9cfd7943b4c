import { reaches } from '@ministry/access/scope'
import { query } from '../../verb.ts'
import { readableAt } from '../person-line.ts'
import { placesOf } from '../places.ts'
import { shownFields } from './fields.rules.ts'
import { fieldsOutput, wordsAt } from './fields.schema.ts'
import { fieldsAt } from './fields-at.ts'

/**
 * The custom fields that hold at a node, as far as the caller reads such fields of the people there, or defines them. Throws NotFound
 * for the node. Source: PPL-1, ACS-2.
 */
export const fields = query({
  name: 'people.fields',
  permission: { action: 'read', noun: 'Person' },
  input: wordsAt,
  output: fieldsOutput,
  async run(ctx, { nodeId, retired }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    const mayDefine = reaches(ctx, 'create', 'CustomField', place)
    const readable = readableAt(ctx, place)
    const all = await fieldsAt(ctx, nodeId, { retired })
    return { fields: shownFields(all, (field) => mayDefine || readable === 'all' || readable.has(field)), mayDefine }
  },
})
