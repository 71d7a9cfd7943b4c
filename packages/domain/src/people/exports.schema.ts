/** Shapes of files of people. The browser may import this file. Source: REP-3, PPL-3, PPL-7. */
import { id } from '@ministry/kernel/id'
import * as z from 'zod'
import { listColumn, listOrder } from './filter.schema.ts'
import { selection } from './people-filter.schema.ts'

export const exportFormats = ['csv', 'xlsx', 'vcard'] as const
export type ExportFormat = (typeof exportFormats)[number]
/** So many are written while the reader waits; more in the background. */
export const exportAtOnce = 1000

export const exportInput = selection.extend({
  format: z.enum(exportFormats),
  order: listOrder.default({ by: 'name', descending: false }),
  columns: z.array(listColumn).max(40).default([]),
})
export type ExportInput = z.output<typeof exportInput>
export const exportLine = z.object({
  id: id(),
  format: z.enum(exportFormats),
  fileName: z.string(),
  state: z.enum(['waiting', 'ready', 'failed']),
  total: z.number().int(),
  done: z.number().int(),
  size: z.number().int().nullable(),
  createdAt: z.date(),
  /** Until when it can be fetched; null before it is ready. */
  until: z.date().nullable(),
  /** Columns that were seen and may not leave. */
  without: z.array(listColumn),
})
export const aboutExport = z.object({ id: id() })
export const exportsInput = z.object({ nodeId: id() })
