import type { Context } from '../../context.ts'
import { wordsById } from '../fields/fields-at.ts'
import { holdsAt } from '../fields/fields.rules.ts'
import type { PersonRow } from '../person-row.ts'
import type { Choice } from './duplicates.schema.ts'
import { proposedOwn } from './merge.rules.ts'

/**
 * What is proposed of custom fields, tags and photos of two records: a value that holds where its person belongs goes before one that is
 * only kept. Source: PPL-5, PPL-1.
 */
export async function proposedWords(
  ctx: Context,
  survivor: PersonRow,
  merged: PersonRow,
): Promise<Record<string, Choice>> {
  const ids = [survivor, merged].flatMap(({ custom }) => Object.keys(custom))
  const { fields } = await wordsById(ctx, ids, [])
  const inUse = ({ custom, scopeIds, tagIds, photoId }: PersonRow) => ({
    ...{ tagIds, photoId },
    custom: Object.fromEntries(Object.entries(custom).filter(([id]) => holdsAt(fields.get(id), scopeIds))),
  })
  return proposedOwn(inUse(survivor), inUse(merged))
}
