import { reaches } from '@ministry/access/scope'
import { notAllowed } from '@ministry/kernel/errors'
import { query } from '../verb.ts'
import { fieldsSpokenOf } from './asked-fields.ts'
import { fieldsAsked, nounsAsked } from './filter.rules.ts'
import { listAll } from './list-all.ts'
import { listFew } from './list-few.ts'
import { listFiltered } from './list-filtered.ts'
import { pageFrom, plain, readCursor, type Question } from './list-page.ts'
import { listInput, listOutput } from './people.schema.ts'
import { readableAt } from './person-line.ts'
import { placeToList } from './place-to-list.ts'

/**
 * A page of the people at a node and below, by name or another order. Two statements where everybody there may be seen: the node
 * with its counts, and the page. Whoever sees only some people there (themselves, consenting fellow members, pre-graduates) gets
 * exactly these; a filter or an order looks only at people of whom the caller may read what it asks about. Custom fields that are
 * spoken of take one more. Errors: NotFound (the node), NotAllowed (a filter by what the caller may not read there), InvalidInput (a
 * cursor from elsewhere, `people.list.no-such-{field,tag}`). Source: PPL-1, PPL-3, ACS-3, ACS-4.
 */
export const list = query({
  name: 'people.list',
  permission: { action: 'read', noun: 'Person' },
  input: listInput,
  output: listOutput,
  async run(ctx, { nodeId, filter, order, columns, take, after }) {
    const behind = after === undefined ? undefined : readCursor(after)
    const place = await placeToList(ctx, nodeId, filter)
    for (const noun of nounsAsked(filter)) if (!reaches(ctx, 'read', noun, place)) throw notAllowed('read', noun)
    const fields = await fieldsSpokenOf(ctx, place, { filter, order, columns })
    const question: Question = { place, filter, order, columns, fields, take, behind }
    const readable = readableAt(ctx, place)
    const askable = readable === 'all' || fieldsAsked(filter, order.by, fields).every((field) => readable.has(field))
    if (!askable || !reaches(ctx, 'read', 'Person', place)) return pageFrom(await listFew(ctx, question), take)
    const listed = plain(filter, order) ? listAll(ctx, question, readable) : listFiltered(ctx, question, readable)
    return pageFrom(await listed, take)
  },
})
