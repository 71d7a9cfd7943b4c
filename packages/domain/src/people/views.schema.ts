/** Shapes of saved views. The browser may import this file. Source: PPL-3. */
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { listColumn, listOrder } from './filter.schema.ts'
import { peopleFilter } from './people-filter.schema.ts'

const columns = z.array(listColumn).max(40)
const looks = {
  name: z.string().trim().min(1).max(100),
  /** For everybody who sees the place, there and below; otherwise for oneself. */
  shared: z.boolean(),
  filter: peopleFilter,
  columns,
  order: listOrder,
}
export const savedView = z.object({
  id: id(),
  ...looks,
  place: z.object({ id: id(), name: z.string() }),
  /** Whether the reader made it. */
  mine: z.boolean(),
  /** Whether the reader may change and remove it. */
  changeable: z.boolean(),
  version: z.number().int(),
})
export type SavedView = z.output<typeof savedView>

export const viewsInput = z.object({ nodeId: id() })
/** Views for the people at a place, by name; and what the reader likes lists to show. */
export const viewsOutput = z.object({
  views: z.array(savedView),
  columns: columns.nullable(),
  defaultViewId: id().nullable(),
  /** Whether the reader may share views here. */
  mayShare: z.boolean(),
})
export const saveViewInput = z.object({ nodeId: id(), ...looks, shared: looks.shared.default(false) })
/** What isn't named stays. */
export const changeViewInput = z.object({ id: id(), version: z.number().int(), ...z.object(looks).partial().shape })
export const removeViewInput = z.object({ id: id(), version: z.number().int() })
/** Null: as usual, or none. */
export const rememberInput = z.object({ columns: columns.nullish(), defaultViewId: id().nullish() })
export const viewOutput = z.object({ id: id(), version: z.number().int() })
