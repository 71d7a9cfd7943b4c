import type { Buffer } from 'node:buffer'
import { SaxesParser } from 'saxes'
import type { ReadingLimits } from './limits.ts'
import { asRefusal, overLimit, refuse } from './refuse.ts'

/** What happens in an XML part; names come without their prefix. */
export interface XmlHandlers {
  open(name: string, attributes: Record<string, string>): void
  close(name: string): void
  text?(text: string): void
}

const deepest = 64
const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function decoderFor(first: Buffer): TextDecoder {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le')
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder('utf-16be')
  return new TextDecoder('utf-8')
}

/**
 * Feeds an XML part to handlers, piece by piece; yields after each piece so that the caller can hand on what it has
 * gathered. Document types (and so entities of one's own), endless nesting and endless text between two tags are
 * refused. Errors: InvalidInput `imports.read.damaged`; LimitReached `imports.read.line-too-long`; whatever the handlers
 * throw. Source: IMP-7.
 */
export async function* xmlEvents(
  part: string,
  pieces: AsyncIterable<Buffer>,
  handlers: XmlHandlers,
  limits: ReadingLimits,
): AsyncGenerator<void> {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false })
  let depth = 0
  let sinceTag = 0
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > deepest) throw refuse('imports.read.damaged', { part })
    sinceTag = 0
    handlers.open(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth--
    sinceTag = 0
    handlers.close(localName(name))
  })
  if (handlers.text) parser.on('text', (text) => handlers.text!(text))
  if (handlers.text) parser.on('cdata', (text) => handlers.text!(text))
  parser.on('doctype', () => {
    throw refuse('imports.read.damaged', { part })
  })
  let decoder: TextDecoder | undefined
  try {
    for await (const piece of pieces) {
      decoder ??= decoderFor(piece)
      sinceTag += piece.length
      parser.write(decoder.decode(piece, { stream: true }))
      if (sinceTag > limits.lineBytes + piece.length) {
        throw overLimit('imports.read.line-too-long', {
          row: part,
          megabytes: Math.ceil(limits.lineBytes / 1024 / 1024),
        })
      }
      yield
    }
    parser.write(decoder?.decode() ?? '').close()
    yield
  } catch (error) {
    throw asRefusal(error, part)
  }
}

/** Reads a small part to its end. */
export async function readXml(
  part: string,
  pieces: AsyncIterable<Buffer>,
  handlers: XmlHandlers,
  limits: ReadingLimits,
): Promise<void> {
  for await (const _ of xmlEvents(part, pieces, handlers, limits));
}
