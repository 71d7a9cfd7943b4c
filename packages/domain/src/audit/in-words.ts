import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { Difference } from './audit.schema.ts'

interface Field {
  id: string
  label: string
  options: { key: string; label: string }[]
}

/**
 * Differences with the words of the movement's own: what a custom field is called (`custom.<id>`), the answers that were chosen, the names
 * of tags; as far as the reader may know them. Two statements at most. Source: AUD-1, PPL-1.
 */
export async function inWords(ctx: Context, differences: readonly Difference[]): Promise<Difference[]> {
  const fields = await fieldsOf(
    ctx,
    differences.flatMap(({ field }) => customId(field) ?? []),
  )
  const tags = await tagsOf(
    ctx,
    differences.flatMap(({ field, before, after }) => (field === 'tags' ? [before, after].flat() : [])),
  )
  return differences.map((difference) => {
    const own = fields.get(customId(difference.field) ?? '')
    const said = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(said)
      if (difference.field === 'tags') return tags.get(String(value)) ?? value
      return own?.options.find(({ key }) => key === value)?.label ?? value
    }
    const { before, after } = difference
    return { ...difference, ...(own && { label: own.label }), before: said(before), after: said(after) }
  })
}

const customId = (field: string) => /^custom\.([0-9a-f-]{36})$/.exec(field)?.[1]

async function fieldsOf({ tx }: Context, ids: readonly string[]): Promise<Map<string, Field>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.rows<Field>(
    sql`select f.id, f.label, f.options from custom_field f where f.id = any (${[...ids]}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row]))
}
async function tagsOf({ tx }: Context, ids: readonly unknown[]): Promise<Map<string, string>> {
  const known = ids.filter((id) => typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id))
  if (known.length === 0) return new Map()
  const rows = await tx.rows<{ id: string; name: string }>(
    sql`select t.id, t.name from tag t where t.id = any (${known}::uuid[])`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
