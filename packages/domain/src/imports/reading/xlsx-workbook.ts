import { posix } from 'node:path'
import type { ReadingLimits } from './limits.ts'
import { refuse } from './refuse.ts'
import { styleOfFormat, type NumberStyle } from './serial-date.ts'
import { readXml } from './xml-events.ts'
import type { ZipParts } from './zip-parts.ts'

export interface WorkbookSheet {
  name: string
  hidden: boolean
  part: string
}

/** What an XLSX says about itself apart from its cells. */
export interface Workbook {
  sheets: WorkbookSheet[]
  /** Days are counted from 1904 (old Macs) instead of 1900. */
  date1904: boolean
  /** How numbers of a cell style (its index) are shown. */
  styles: NumberStyle[]
  sharedStrings: string | undefined
}

/** Excel's own limits are 64,000 styles and a few thousand sheets at most. */
const mostStyles = 100_000
const mostSheets = 1_000

interface Relation {
  type: string
  target: string
}

async function relationsOf(zip: ZipParts, part: string, limits: ReadingLimits): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>()
  const folder = posix.dirname(part)
  const name = posix.join(folder, '_rels', `${part === '.' ? '' : posix.basename(part)}.rels`)
  if (!zip.has(name)) return relations
  await readXml(
    name,
    zip.read(name),
    {
      open(tag, { Id, Type, Target, TargetMode }) {
        if (tag !== 'Relationship' || !Id || !Type || !Target || TargetMode === 'External') return
        if (relations.size >= 10 * mostSheets) throw refuse('imports.read.damaged', { part: name })
        const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target)
        // The last piece is the same in the transitional and the strict form of the standard.
        relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target })
      },
      close() {},
    },
    limits,
  )
  return relations
}

const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true'

/**
 * Reads the list of sheets, the date system and the number formats.
 * Errors: InvalidInput `imports.read.damaged`, `imports.read.no-sheet`. Source: IMP-1; ECMA-376 part 1, 18.2.
 */
export async function readWorkbook(zip: ZipParts, limits: ReadingLimits): Promise<Workbook> {
  const main = [...(await relationsOf(zip, '.', limits)).values()].find(({ type }) => type === 'officeDocument')
  const part = main?.target ?? 'xl/workbook.xml'
  const relations = await relationsOf(zip, part, limits)
  const workbook: Workbook = { sheets: [], date1904: false, styles: [], sharedStrings: undefined }
  await readXml(
    part,
    zip.read(part),
    {
      open(tag, attributes) {
        if (tag === 'workbookPr') workbook.date1904 = isTrue(attributes.date1904)
        if (tag !== 'sheet' || workbook.sheets.length >= mostSheets) return
        const id = Object.entries(attributes).find(([name]) => /(^|:)id$/.test(name))?.[1]
        const relation = id === undefined ? undefined : relations.get(id)
        if (relation?.type !== 'worksheet') return
        const hidden = attributes.state === 'hidden' || attributes.state === 'veryHidden'
        workbook.sheets.push({ name: attributes.name ?? '', hidden, part: relation.target })
      },
      close() {},
    },
    limits,
  )
  if (workbook.sheets.length === 0) throw refuse('imports.read.no-sheet')
  for (const { type, target } of relations.values()) {
    if (type === 'sharedStrings' && zip.has(target)) workbook.sharedStrings = target
    if (type === 'styles' && zip.has(target)) workbook.styles = await readStyles(zip, target, limits)
  }
  return workbook
}

async function readStyles(zip: ZipParts, part: string, limits: ReadingLimits): Promise<NumberStyle[]> {
  const codes = new Map<number, string>()
  const styles: NumberStyle[] = []
  let inCellStyles = false
  await readXml(
    part,
    zip.read(part),
    {
      open(tag, { numFmtId, formatCode }) {
        if (codes.size > mostStyles || styles.length > mostStyles) throw refuse('imports.read.damaged', { part })
        const id = Number(numFmtId ?? 0)
        if (tag === 'numFmt' && formatCode !== undefined) codes.set(id, formatCode)
        else if (tag === 'cellXfs') inCellStyles = true
        else if (tag === 'xf' && inCellStyles) styles.push(styleOfFormat(id, codes.get(id)))
      },
      close(tag) {
        if (tag === 'cellXfs') inCellStyles = false
      },
    },
    limits,
  )
  return styles
}
