/** Pages of bytes of which only some stay in memory. */
import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface PageStore {
  /** An empty page behind the others. It may be written to until the next is added. */
  add(): void
  /** Good until the next is added or asked for. */
  get(page: number): Buffer
  /** Removes what is on disk; harmless when called twice. */
  close(): void
}

/**
 * Keeps at most `held` pages in memory, those that were asked for last; the others wait in a temporary file, which is made only when it
 * is needed and, where the system allows it, has no name, so that people's data never outlive a killed process. Not asynchronous: a
 * page is written or read in a fraction of a millisecond, in the middle of a cell. Source: IMP-7.
 */
export function pageStore(pageBytes: number, held: number): PageStore {
  /** In the order in which they were asked for. */
  const inMemory = new Map<number, Buffer>()
  let latest: Buffer | undefined
  let latestPage = -1
  let count = 0
  let file: { descriptor: number; path: string | null } | undefined
  /** So many pages from the first are on disk. */
  let written = 0

  /** Room for one page more: where there is none, that of the page which was asked for longest ago. */
  const room = (): Buffer => {
    if (inMemory.size < held) return Buffer.allocUnsafeSlow(pageBytes)
    const [[oldest, bytes] = [0, Buffer.alloc(0)]] = inMemory
    // Pages are filled one after the other, so they are written in their order too.
    file ??= temporary()
    for (; written <= oldest; written++)
      writeSync(file.descriptor, inMemory.get(written)!, 0, pageBytes, written * pageBytes)
    inMemory.delete(oldest)
    return bytes
  }

  return {
    add() {
      latest = room()
      latestPage = count++
      inMemory.set(latestPage, latest)
    },
    get(page) {
      if (page === latestPage) return latest!
      let bytes = inMemory.get(page)
      if (bytes) inMemory.delete(page)
      else {
        bytes = room()
        readSync(file!.descriptor, bytes, 0, pageBytes, page * pageBytes)
      }
      inMemory.set(page, bytes)
      latest = bytes
      latestPage = page
      return bytes
    },
    close() {
      if (!file) return
      closeSync(file.descriptor)
      if (file.path !== null) rmSync(file.path, { force: true })
      file = undefined
    },
  }
}

function temporary() {
  const path = join(tmpdir(), `ministry-import-${randomUUID()}`)
  const descriptor = openSync(path, 'wx+', 0o600)
  try {
    rmSync(path)
    return { descriptor, path: null }
  } catch {
    return { descriptor, path }
  }
}
