import { ruleBroken } from '@ministry/kernel/errors'
import { fileTypeFromBuffer } from 'file-type'
import { fromBuffer, type ZipFile } from 'yauzl'
import type { MediaType } from './files.rules.ts'

/** So much of a file tells its type. */
const head = 65_536
const mostEntries = 5_000
/** What an office document says that it holds, at most; nothing is ever unpacked here. */
const mostUnpacked = 300_000_000

const office = {
  'word/document.xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'xl/workbook.xml': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
const taken: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] satisfies MediaType[]

/**
 * What the content is, by itself: neither the name nor the sender's word is asked. Errors: RuleBroken `files.upload.empty`,
 * `files.upload.heic`, `files.upload.damaged`, `files.upload.kind` for everything else. Source: DOC-1.
 */
export async function sniff(content: Uint8Array): Promise<MediaType> {
  if (content.length === 0) throw ruleBroken('files.upload.empty')
  // Looked at by its list of parts alone: whatever else wants to know a packed file better would unpack it.
  if (startsWith(content, 'PK')) return officeKind(content)
  const found = (await fileTypeFromBuffer(content.subarray(0, head)))?.mime
  if (found && taken.includes(found)) return found as MediaType
  if (found === 'image/apng') return 'image/png'
  if (found?.startsWith('image/hei')) throw ruleBroken('files.upload.heic')
  if (found === undefined && isPlainText(content)) return 'text/plain'
  throw ruleBroken('files.upload.kind')
}

const startsWith = (content: Uint8Array, text: string) =>
  content.length >= text.length && [...text].every((letter, at) => content[at] === letter.charCodeAt(0))

/** Text that no browser takes for a page or a picture. */
function isPlainText(content: Uint8Array): boolean {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    return false
  }
  // Anything that could be a tag, wherever it stands.
  return !/[^\P{Cc}\t\n\r\f]/u.test(text) && !/<\s*[a-z!?/%]/i.test(text)
}

/** The kind of a document by the names of its parts, read from the list at the end. Macros are refused. */
async function officeKind(content: Uint8Array): Promise<MediaType> {
  const names = await namesIn(content)
  const kind = Object.keys(office).find((name) => names.has(name)) as keyof typeof office | undefined
  const runs = [...names].some((name) => /vbaproject|activex|\.(bin|exe|js|vbs)$/i.test(name))
  if (!kind || !names.has('[Content_Types].xml') || runs) throw ruleBroken('files.upload.kind')
  return office[kind]
}

function namesIn(content: Uint8Array): Promise<Set<string>> {
  return new Promise((resolve, reject) => {
    const damaged = () => reject(ruleBroken('files.upload.damaged'))
    const names = new Set<string>()
    let unpacked = 0
    const walk = (zip: ZipFile) => {
      if (zip.entryCount > mostEntries) return damaged()
      zip.on('error', damaged)
      zip.on('end', () => resolve(names))
      zip.on('entry', (entry: { fileName: string; uncompressedSize: number }) => {
        unpacked += entry.uncompressedSize
        if (unpacked > mostUnpacked) return damaged()
        names.add(entry.fileName)
        zip.readEntry()
      })
      zip.readEntry()
    }
    const options = { lazyEntries: true, validateEntrySizes: true } as const
    fromBuffer(Buffer.from(content.buffer, content.byteOffset, content.byteLength), options, (error, zip) =>
      error || !zip ? damaged() : walk(zip),
    )
  })
}
