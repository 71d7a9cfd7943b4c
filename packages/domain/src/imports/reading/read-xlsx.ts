import type { Buffer } from 'node:buffer'
import { MinistryError } from '@ministry/kernel/errors'
import type { RefusedKind } from './codes.ts'
import { headedRows, type HeadedRows } from './heading-row.ts'
import type { ReadingLimits } from './limits.ts'
import { filledDown, lookedThroughBytes, mergedCells } from './merged-cells.ts'
import { refuse } from './refuse.ts'
import { readSharedStrings, textStore, type TextStore } from './shared-strings.ts'
import { collectWarnings, type Table, type TableRow, type Warnings } from './table.ts'
import { spool, type TemporaryFile } from './temporary-file.ts'
import { sheetRowsOf } from './xlsx-sheet.ts'
import { readWorkbook, type Workbook, type WorkbookSheet } from './xlsx-workbook.ts'
import { openZip, type ZipParts } from './zip-parts.ts'

export interface XlsxOptions {
  /** Name of the sheet; without it the first visible sheet that holds something. */
  sheet?: string | undefined
  headingRow?: number | undefined
}

/** Names that only one kind of zip file holds. */
const otherKinds: readonly [RefusedKind, (zip: ZipParts) => boolean][] = [
  ['xlsb', (zip) => zip.has('xl/workbook.bin')],
  ['ods', (zip) => zip.has('content.xml') && zip.has('META-INF/manifest.xml')],
  ['numbers', (zip) => [...zip.names()].some((name) => name.endsWith('.iwa') || name === 'index.zip')],
  ['docx', (zip) => zip.has('word/document.xml')],
  ['pptx', (zip) => zip.has('ppt/presentation.xml')],
]

/**
 * Reads a sheet of an XLSX as a stream; the file waits in a temporary one, since a zip is read from its end.
 * Errors: InvalidInput `imports.read.kind-*` for other zips, `…sheet-not-found`, `…empty` and those of its parts.
 * Source: IMP-1, IMP-7.
 */
export async function readXlsx(
  pieces: AsyncIterable<Buffer>,
  limits: ReadingLimits,
  options: XlsxOptions,
): Promise<Table> {
  const file = await spool(pieces)
  try {
    const zip = await openZip(file.handle.fd, limits)
    const other = otherKinds.find(([, holds]) => holds(zip))?.[0]
    if (other) throw refuse(`imports.read.kind-${other}`)
    if (!zip.has('xl/workbook.xml') && !zip.has('[Content_Types].xml')) throw refuse('imports.read.kind-zip')
    return await tableOf(zip, file, limits, options)
  } catch (error) {
    await file.close()
    throw error
  }
}

async function tableOf(
  zip: ZipParts,
  file: TemporaryFile,
  limits: ReadingLimits,
  options: XlsxOptions,
): Promise<Table> {
  const workbook = await readWorkbook(zip, limits)
  const strings = workbook.sharedStrings
    ? await readSharedStrings(zip.read(workbook.sharedStrings), limits)
    : textStore(limits.sharedTextBytes)
  try {
    return await headedTable(zip, workbook, strings, file, limits, options)
  } catch (error) {
    strings.close()
    throw error
  }
}

async function headedTable(
  zip: ZipParts,
  workbook: Workbook,
  strings: TextStore,
  file: TemporaryFile,
  limits: ReadingLimits,
  options: XlsxOptions,
): Promise<Table> {
  const release = async () => {
    strings.close()
    await file.close()
  }
  let bare: Error | undefined
  for (const sheet of wantedSheets(workbook, options.sheet)) {
    if (!zip.has(sheet.part)) continue
    const warnings = collectWarnings()
    const headed = await headedSheet(zip, sheet, workbook, strings, limits, warnings, options.headingRow).catch(
      (error: unknown) => {
        // A cover sheet of one line may stand before the list.
        if (!(error instanceof MinistryError) || error.code !== 'imports.read.only-headings') throw error
        bare ??= error
      },
    )
    if (!headed) continue
    return {
      kind: 'xlsx',
      sheet: sheet.name,
      sheets: workbook.sheets.map(({ name, hidden }) => ({ name, hidden })),
      headings: headed.headings,
      headingRow: headed.headingRow,
      beginning: headed.beginning,
      rows: closing(headed.rows, release),
      get warnings() {
        return warnings.list()
      },
      close: async () => {
        await headed.rows.return(undefined)
        await release()
      },
    }
  }
  throw bare ?? refuse('imports.read.empty')
}

function wantedSheets({ sheets }: Workbook, wanted: string | undefined): WorkbookSheet[] {
  if (wanted === undefined) return sheets.filter(({ hidden }) => !hidden)
  const named = sheets.filter(({ name }) => name === wanted)
  if (named.length === 0) throw refuse('imports.read.sheet-not-found', { sheet: wanted })
  return named
}

async function headedSheet(
  zip: ZipParts,
  { part }: WorkbookSheet,
  workbook: Workbook,
  strings: TextStore,
  limits: ReadingLimits,
  warnings: Warnings,
  headingRow: number | undefined,
): Promise<HeadedRows | undefined> {
  const rows = sheetRowsOf(part, zip.read(part), workbook, strings, limits, warnings)
  const merged = zip.size(part) <= lookedThroughBytes ? await mergedCells(zip.read(part)) : []
  return headedRows(merged.length > 0 ? filledDown(rows, merged, warnings) : rows, limits, warnings, {
    headingRow,
    ragged: false,
  })
}

async function* closing(rows: AsyncIterable<TableRow>, release: () => Promise<void>): AsyncGenerator<TableRow> {
  try {
    yield* rows
  } finally {
    await release()
  }
}
