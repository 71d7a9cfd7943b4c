import { Buffer } from 'node:buffer'
import { crc32, deflateRawSync } from 'node:zlib'

/** A part of a zip to write; the overrides make zips that lie. */
export interface PartToWrite {
  name: string
  content: Buffer | string
  declaredSize?: number
  flags?: number
}

/** Writes a zip, for tests: real ones and hostile ones. */
export function writeZip(parts: PartToWrite[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, declaredSize, flags = 0x800 } of parts) {
    const raw = Buffer.from(content as string)
    const packed = deflateRawSync(raw)
    const nameBytes = Buffer.from(name)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(raw), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(declaredSize ?? raw.length, 18)
    fields.writeUInt16LE(nameBytes.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, nameBytes, packed])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, rest, nameBytes)
    bodies.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, central, end])
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export interface SheetToWrite {
  name: string
  /** The content of `sheetData`, or a whole part where it begins with `<?xml`. */
  xml: string
  state?: 'hidden' | 'veryHidden'
}

export interface WorkbookToWrite {
  sheets: SheetToWrite[]
  /** Content of `sst`. */
  strings?: string
  /** Content of `styleSheet`. */
  styles?: string
  date1904?: boolean
  more?: PartToWrite[]
}

/** The parts of an XLSX. */
export function workbookParts({ sheets, strings, styles, date1904, more = [] }: WorkbookToWrite): PartToWrite[] {
  const sheetList = sheets.map(
    ({ name, state }, at) =>
      `<sheet name="${name}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="rId${at + 1}"/>`,
  )
  const links = sheets.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  )
  if (strings !== undefined) {
    links.push(`<Relationship Id="s" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/>`)
  }
  if (styles !== undefined) links.push(`<Relationship Id="f" Type="${relations}/styles" Target="/xl/styles.xml"/>`)
  return [
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: '_rels/.rels',
      content: `<Relationships><Relationship Id="r" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="${relations}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${sheetList.join('')}</sheets></workbook>`,
    },
    { name: 'xl/_rels/workbook.xml.rels', content: `<Relationships>${links.join('')}</Relationships>` },
    ...(strings === undefined
      ? []
      : [{ name: 'xl/sharedStrings.xml', content: `<sst xmlns="${main}">${strings}</sst>` }]),
    ...(styles === undefined
      ? []
      : [{ name: 'xl/styles.xml', content: `<styleSheet xmlns="${main}">${styles}</styleSheet>` }]),
    ...sheets.map(({ xml }, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      content: xml.startsWith('<?xml') ? xml : `<worksheet xmlns="${main}"><sheetData>${xml}</sheetData></worksheet>`,
    })),
    ...more,
  ]
}

/** An XLSX with these sheets. Source: the tests; ECMA-376 part 1. */
export const writeWorkbook = (workbook: WorkbookToWrite): Buffer => writeZip(workbookParts(workbook))
