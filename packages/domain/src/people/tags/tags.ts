import { reaches } from '@ministry/access/scope'
import { query } from '../../verb.ts'
import { tagsOutput, wordsAt } from '../fields/fields.schema.ts'
import { tagsAt } from '../fields/fields-at.ts'
import { readableAt } from '../person-line.ts'
import { placesOf } from '../places.ts'

/** The tags that may be used at a node, for who reads the tags of the people there. Throws NotFound for the node. Source: PPL-1. */
export const tags = query({
  name: 'people.tags',
  permission: { action: 'read', noun: 'Person' },
  input: wordsAt,
  output: tagsOutput,
  async run(ctx, { nodeId, retired }) {
    const place = (await placesOf(ctx, [nodeId])).get(nodeId)!
    const mayCreate = reaches(ctx, 'create', 'Tag', place)
    const readable = readableAt(ctx, place)
    const shown = mayCreate || readable === 'all' || readable.has('tags')
    return { tags: shown ? await tagsAt(ctx, nodeId, { retired }) : [], mayCreate }
  },
})
