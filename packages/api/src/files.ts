/** Uploaded files over HTTP. Source: DOC-1, ACS-3. */
import type { Caller, Services } from '@ministry/domain'
import { open } from '@ministry/domain/files'
import { openExport, writeExport } from '@ministry/domain/people'

interface FileCall {
  services: Services
  caller: Caller
  /** The small picture of an image. */
  small?: boolean
}

/**
 * Answers with a file's bytes, where the caller may read what it hangs on. Pictures, which were painted anew, are shown;
 * everything else is saved, so that nothing that somebody sent runs as a part of the product. Whoever keeps a copy on the way
 * would get around the rule: nobody may. Throws what `open` throws. Source: ACS-3, RFC 6266, RFC 8187.
 */
export async function answerFile(id: string, { services, caller, small = false }: FileCall): Promise<Response> {
  const { name, mediaType, size, content } = await open.call(services, caller, { id, small })
  const shown = mediaType.startsWith('image/')
  return new Response(content as BodyInit, {
    headers: {
      'content-type': mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType,
      'content-disposition': `${shown ? 'inline' : 'attachment'}; ${fileNameParts(name)}`,
      ...(!small && { 'content-length': String(size) }),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-store',
    },
  })
}

/**
 * Answers with a file of people that the caller asked for, written now where it is small and still waits. Throws what `writeExport`
 * and `openExport` throw. Source: REP-3.
 */
export async function answerExport(
  id: string,
  { services, caller, write = false }: Omit<FileCall, 'small'> & { write?: boolean },
): Promise<Response> {
  if (write) await writeExport.call(services, caller, { id })
  const { fileName, mediaType, size, content } = await openExport.call(services, caller, { id })
  return new Response(content as BodyInit, {
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; ${fileNameParts(fileName)}`,
      'content-length': String(size),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}

/** The name for old programs, in ASCII without quotes, and as it is for all others. */
function fileNameParts(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]|["\\%;]/gu, '_')
  // What encodeURIComponent leaves, RFC 8187 doesn't: ' ( ) *
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${plain}"; filename*=UTF-8''${encoded}`
}
