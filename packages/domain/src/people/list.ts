import { reaches } from '@ministry/access/scope'
import { query } from '../verb.ts'
import { listAll } from './list-all.ts'
import { listFew } from './list-few.ts'
import { listFiltered } from './list-filtered.ts'
import { onlyStates, pageFrom, readCursor, type Question } from './list-page.ts'
import { listInput, listOutput } from './people.schema.ts'
import { fieldsOf, readableAt } from './person-line.ts'
import { placeToList } from './place-to-list.ts'

/**
 * A page of the people at a node and below, by name. Two statements where everybody there may be seen: the node with its counts,
 * and the page. Whoever sees only some people there (themselves, consenting fellow members, pre-graduates) gets exactly these.
 * Errors: NotFound (the node), InvalidInput (a cursor from elsewhere). Source: PPL-3, ACS-3, ACS-4.
 */
export const list = query({
  name: 'people.list',
  permission: { action: 'read', noun: 'Person' },
  input: listInput,
  output: listOutput,
  async run(ctx, { nodeId, filter, take, after }) {
    const behind = after === undefined ? undefined : readCursor(after)
    const place = await placeToList(ctx, nodeId, filter)
    const question: Question = { place, filter, take, behind }
    const readable = readableAt(ctx, place)
    const askable = readable === 'all' || fieldsOf(filter).every((field) => readable.has(field))
    if (!askable || !reaches(ctx, 'read', 'Person', place)) return pageFrom(await listFew(ctx, question), take)
    const listed = onlyStates(filter) ? listAll(ctx, question, readable) : listFiltered(ctx, question, readable)
    return pageFrom(await listed, take)
  },
})
