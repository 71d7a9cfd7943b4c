/** Small files made on the spot: good ones, and ones that lie. */
import sharp from 'sharp'

/** Left half red, right half blue; 40 × 20 as shown. */
const picture = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#0000ff' } }).composite([
    { input: { create: { width: 20, height: 20, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
  ])

/** What must not survive: place, device, owner, a comment of a later standard, and a letter behind the end. */
export const secrets = ['Nairobi-Device', 'Secret Owner', 'secret-xmp-place', 'letter-behind-the-end']
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="secret-xmp-place"/></rdf:RDF></x:xmpmeta>`
const exif = {
  IFD0: { Make: 'Nairobi-Device', Artist: 'Secret Owner' },
  IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '1/1 17/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '36/1 49/1 0/1' },
}

/** A photo as a phone makes it: lying on its side with a word about it, with all metadata. Shown, it is 40 × 20. */
export async function photo(format: 'jpeg' | 'png' | 'webp'): Promise<Uint8Array> {
  const flat = await picture().png().toBuffer()
  const onItsSide = await sharp(flat).rotate(-90).toBuffer()
  const bytes = await sharp(onItsSide)
    .toFormat(format, { quality: 95 })
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .withExifMerge(exif)
    .withXmp(xmp)
    .toBuffer()
  return Buffer.concat([bytes, Buffer.from('letter-behind-the-end')])
}
export const plainPhoto = async (width = 30, height = 30) =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background: '#88aa33' } })
      .jpeg()
      .toBuffer(),
  )
/** A PNG of a hundred bytes that says it is as large as that. */
export function giantPng(side: number): Uint8Array {
  const header = Buffer.alloc(25)
  header.writeUInt32BE(13, 0)
  header.write('IHDR', 4, 'latin1')
  header.writeUInt32BE(side, 8)
  header.writeUInt32BE(side, 12)
  header.set([8, 2, 0, 0, 0], 16)
  header.writeUInt32BE(crc32(header.subarray(4, 21)), 21)
  const data = Buffer.from([0, 0, 0, 1, 0x49, 0x44, 0x41, 0x54, 0, 0, 0, 0, 0])
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), header, data])
}
export const text = (content: string) => new TextEncoder().encode(content)
export const pdf = text('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
/** The first bytes of what an iPhone takes. */
export const heic = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypheic\0\0\0\0heicmif1'),
  Buffer.alloc(64),
])

/** A packed file with these parts, stored unpacked; `declared` is what it says that a part unpacks to. */
export function packed(parts: Record<string, string>, declared?: number): Uint8Array {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(parts)) {
    const data = Buffer.from(content)
    const size = declared ?? data.length
    const method = declared === undefined ? 0 : 8
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, Buffer.from(name)]))
    locals.push(local)
    offset += local.length
  }
  const list = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(central.length, 4)
  end.writeUInt16LE(central.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, list, Buffer.from('PK\x05\x06', 'latin1'), end])
}
export const docx = (more: Record<string, string> = {}, declared?: number) =>
  packed({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w:document/>', ...more }, declared)
export const xlsx = () => packed({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>' })

function crc32(data: Uint8Array): number {
  let crc = ~0
  for (const byte of data) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
