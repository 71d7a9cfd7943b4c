/** Files as fields and lists show them. */
import { m } from '@ministry/kernel/messages'
import { formatNumber } from './format.ts'

export interface ShownFile {
  id: string
  name: string
  /** Bytes. */
  size: number
  mediaType: string
}

/** Reads what a FileField wrote into its form; undefined for anything else. */
export function shownFile(text: unknown): ShownFile | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const { id, name, size, mediaType } = JSON.parse(text) as Partial<ShownFile>
    const whole = typeof id === 'string' && typeof name === 'string' && typeof size === 'number'
    return whole && typeof mediaType === 'string' ? { id, name, size, mediaType } : undefined
  } catch {
    return undefined
  }
}

/** What kind of thing it is to a person; undefined for what has no word. */
export function fileKind(mediaType: string): 'image' | 'pdf' | 'text' | 'word' | 'excel' | undefined {
  if (mediaType.startsWith('image/')) return 'image'
  if (mediaType === 'application/pdf') return 'pdf'
  if (mediaType.startsWith('text/')) return 'text'
  if (mediaType.endsWith('wordprocessingml.document')) return 'word'
  return mediaType.endsWith('spreadsheetml.sheet') ? 'excel' : undefined
}

/** `Picture · 1.2 MB`. */
export function fileFacts({ mediaType, size }: Pick<ShownFile, 'mediaType' | 'size'>): string {
  const kind = fileKind(mediaType)
  const words = {
    image: m.files_kind_image,
    pdf: m.files_kind_pdf,
    text: m.files_kind_text,
    word: m.files_kind_word,
    excel: m.files_kind_excel,
  }
  return [kind && words[kind](), sizeText(size)].filter(Boolean).join(' · ')
}

/** Bytes in the unit that reads best: `12 KB`, `1.2 MB`. */
const sizeText = (bytes: number): string =>
  bytes >= 1_000_000
    ? m.files_megabytes({ size: formatNumber(Math.round(bytes / 100_000) / 10) })
    : m.files_kilobytes({ size: formatNumber(Math.max(1, Math.round(bytes / 1000))) })
