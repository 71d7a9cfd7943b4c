/** Custom fields and tags of a place, as columns of a file. Source: IMP-1, PPL-1. */
import type { Context } from '../context.ts'
import type { FieldDiff, ImportField, ImportPlace, ReadRow, RowProblem } from '../import-kind.ts'
import { fieldsAt, optionOf, tagsAt } from '../people/index.ts'

export type OwnField = Awaited<ReturnType<typeof fieldsAt>>[number]
export type OwnTag = Awaited<ReturnType<typeof tagsAt>>[number]
export interface OwnWords {
  fields: readonly OwnField[]
  tags: readonly OwnTag[]
}
/** What holds at a place. */
export const ownWordsAt = async (ctx: Context, { id }: ImportPlace): Promise<OwnWords> => ({
  fields: await fieldsAt(ctx, id),
  tags: await tagsAt(ctx, id),
})

const kinds = {
  text: 'text',
  'long-text': 'text',
  number: 'text',
  date: 'date',
  'yes-no': 'boolean',
  'one-of': 'choice',
  'several-of': 'text',
  link: 'text',
} as const satisfies Record<OwnField['kind'], ImportField['kind']>

const tagsField: ImportField = {
  ...{
    key: 'tags',
    label: 'imports_field_tags',
    heading: 'Tags',
    example: '',
    kind: 'text',
    multiple: true,
    merges: true,
  },
  aliases: ['tag', 'labels', 'label', 'keywords', 'schlagworte', 'étiquettes', 'etiquetas', 'lebo'],
}

/** Columns that they can be matched to: each custom field by its own name, and one for all tags. */
export const ownImportFields = ({ fields, tags }: OwnWords): ImportField[] => [
  ...fields.map((field): ImportField => {
    const open = field.options.filter(({ retired }) => !retired)
    return {
      ...{ key: `custom.${field.id}`, label: 'imports_field_own', title: field.label, heading: field.label },
      ...{ example: '', kind: kinds[field.kind], aliases: [field.label], merges: true },
      ...(field.kind === 'several-of' && { multiple: true }),
      ...(field.kind === 'one-of' && {
        choices: open.map(({ key, label }) => ({ value: key, aliases: [label, key] })),
      }),
    }
  }),
  ...(tags.length ? [tagsField] : []),
]

export type OwnValue = string | number | boolean | string[]
/** What a row says of them: values by field as they are kept, and tags by id. What can't be one becomes a problem. */
export interface SaidOwn {
  custom: Record<string, OwnValue>
  tags: string[]
}

/** Reads a row's own words; `problems` grows by what can't be read. Pure. */
export function ownOf(
  { values }: ReadRow,
  { fields, tags }: OwnWords,
  problems: RowProblem[],
  headingOf: (field: string) => string | null,
): SaidOwn {
  const custom: Record<string, OwnValue> = {}
  for (const field of fields) {
    const said = values.get(`custom.${field.id}`)
    if (said === undefined) continue
    const value = valueIn(field, said)
    if (value !== undefined) custom[field.id] = value
    else
      problems.push({
        ...{ column: headingOf(`custom.${field.id}`), value: String(said), code: 'imports.row.own-value' },
        values: { value: String(said), name: field.label },
      })
  }
  const found: string[] = []
  for (const name of (values.get('tags') as string[] | undefined) ?? []) {
    const tag = tags.find((one) => fold(one.name) === fold(name))
    if (tag) found.push(tag.id)
    else
      problems.push({
        ...{ column: headingOf('tags'), value: name, code: 'imports.row.tag-unknown' },
        values: { value: name },
      })
  }
  return { custom, tags: [...new Set(found)] }
}

/** The value as the field keeps it; undefined where it can't be one. A decimal comma is read as one. */
function valueIn(field: OwnField, said: string | string[] | boolean): OwnValue | undefined {
  switch (field.kind) {
    case 'number': {
      const text = String(said).replaceAll(/\s/g, '')
      const number = Number(/^-?\d+,\d+$/.test(text) ? text.replace(',', '.') : text)
      return text !== '' && Number.isFinite(number) && Math.abs(number) < 1e15 ? number : undefined
    }
    case 'several-of': {
      const keys = [said].flat().map((word) => optionOf(field, String(word))?.key)
      return keys.some((key) => key === undefined) ? undefined : (keys as string[])
    }
    case 'text':
      return String(said).length <= 500 ? String(said) : undefined
    case 'long-text':
      return String(said).length <= 10_000 ? String(said) : undefined
    case 'link':
      return URL.canParse(String(said)) && /^https?:/.test(String(said)) ? String(said) : undefined
    default:
      return said
  }
}
const fold = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').trim().toLowerCase()

/** What would change of somebody's custom fields and tags; of somebody new, all that the row says. Pure. */
export function ownDiffs(
  { fields, tags }: OwnWords,
  said: SaidOwn,
  present: { custom: Readonly<Record<string, unknown>>; tags: readonly string[] } = { custom: {}, tags: [] },
): FieldDiff[] {
  const diffs = fields.flatMap((field): FieldDiff[] => {
    const after = said.custom[field.id]
    const before = present.custom[field.id] ?? null
    if (after === undefined || JSON.stringify(after) === JSON.stringify(before)) return []
    const text = (value: unknown) => (value === null ? null : textIn(field, value))
    return [
      {
        field: `custom.${field.id}`,
        before,
        after,
        shown: { title: field.label, before: text(before), after: text(after) },
      },
    ]
  })
  const added = said.tags.filter((id) => !present.tags.includes(id))
  if (added.length === 0) return diffs
  const names = (ids: readonly string[]) =>
    ids.map((id) => tags.find((tag) => tag.id === id)?.name ?? '…').join(', ') || null
  const after = [...present.tags, ...added]
  const shown = { title: null, before: names(present.tags), after: names(after) }
  return [...diffs, { field: 'tags', before: [...present.tags], after, shown }]
}

const textIn = (field: OwnField, value: unknown) =>
  [value]
    .flat()
    .map((one) => field.options.find(({ key }) => key === one)?.label ?? String(one))
    .join(', ')
