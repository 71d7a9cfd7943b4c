import type { chooseAlikeInput, importView, mapInput, rereadInput } from '@ministry/domain/imports/schema'
import type * as z from 'zod'
import { textOf } from '#lib/answer.server.ts'

type Mapping = Omit<z.input<typeof mapInput>, 'id'>

/** What the form says that words mean, added to what was said before. Words left open stay unknown. */
export function readMeanings(form: FormData, before: Mapping['settings']['meanings'] = {}) {
  const meanings: Record<string, Record<string, string | null>> = structuredClone(before)
  const words = Math.min(Number(form.get('words')) || 0, 50)
  for (let place = 0; place < words; place++) {
    const [field, key, meaning] = ['field', 'key', 'meaning'].map((name) => String(form.get(`${name}.${place}`) ?? ''))
    if (field && key && meaning) meanings[field] = { ...meanings[field], [key]: meaning === blank ? null : meaning }
  }
  return meanings
}
/** A word that says nothing. */
const blank = '-'

/** The keys and rules as the form sends them: a box each for the keys, a choice each for the fields. */
export function readRules(form: FormData) {
  const named = (prefix: string) => [...form.entries()].filter(([name]) => name.startsWith(prefix))
  const rules = named('rule.').map(([name, rule]) => [name.slice(5), String(rule)])
  return {
    matchBy: named('key.').map(([name]) => name.slice(4)),
    rules: Object.fromEntries(rules) as Record<string, 'fill' | 'overwrite' | 'keep'>,
  }
}

/** A person's word on a row: `one:<id>`, `new`, `out`, or `open` to take it back. */
export function readChoice(form: FormData) {
  const [take, id] = String(form.get('take') ?? '').split(':')
  if (take === 'one' && id) return { take, id } as const
  return take === 'new' || take === 'out' ? ({ take } as const) : null
}

/** A word on all rows that wait for one reason, with how many there were: `one:3`, `new:5`, `out:5`. */
export function readChoiceOfMany(form: FormData) {
  const [take, rows] = String(form.get('take') ?? '').split(':')
  return { code: String(form.get('code')), take, rows: Number(rows) } as Omit<z.input<typeof chooseAlikeInput>, 'id'>
}

/** Cells that were put right: `cell.0` to the last. */
export const readCells = (form: FormData) =>
  [...form.entries()]
    .filter(([name]) => /^cell\.\d+$/.test(name))
    .map(([name, value]) => ({ column: Number(name.slice(5)), value: String(value) }))

/**
 * How the kept file is to be read: what the form says otherwise than it was found, and what was said before. On another sheet
 * nothing else is as it was.
 */
export function readReading(form: FormData, { source }: { source: Source }): Omit<z.input<typeof rereadInput>, 'id'> {
  const said = (name: 'sheet' | 'encoding' | 'delimiter' | 'headingRow') => {
    const value = form.get(name)
    if (typeof value !== 'string' || value === '') return undefined
    return value !== String(source[name]) || source.asked.includes(name) ? value : undefined
  }
  const sheet = said('sheet')
  if (sheet !== undefined && sheet !== source.sheet) return { sheet }
  const headingRow = said('headingRow')
  return {
    sheet,
    encoding: said('encoding') as z.input<typeof rereadInput>['encoding'],
    delimiter: said('delimiter') as z.input<typeof rereadInput>['delimiter'],
    headingRow: headingRow === undefined ? undefined : Number(headingRow),
  }
}
type Source = Pick<z.input<typeof importView>['source'], 'sheet' | 'encoding' | 'delimiter' | 'headingRow' | 'asked'>

/** The choice of columns as the form sends it: `column.0` to the last, and how values are read. */
export function readMapping(form: FormData): Mapping {
  const columns = Math.min(Number(form.get('columns')) || 0, 500)
  const setting = (name: string) => String(form.get(name) ?? '')
  return {
    fields: Array.from({ length: columns }, (_, place) => textOf(form, `column.${place}`) ?? null),
    settings: {
      dateOrders: Object.fromEntries(
        Array.from(
          { length: columns },
          (_, place) => [String(place), textOf(form, `dateOrder.${place}`)] as const,
        ).filter(([, order]) => order),
      ) as Mapping['settings']['dateOrders'],
      dateOrder: setting('dateOrder') as Mapping['settings']['dateOrder'],
      region: setting('region'),
      state: setting('state') as Mapping['settings']['state'],
      homeNodeId: textOf(form, 'homeNodeId'),
    },
  }
}
