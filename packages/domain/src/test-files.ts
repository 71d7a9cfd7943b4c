/** Files in memory, for tests about anything else. Only tests import this. */
import { unavailable } from '@ministry/kernel/errors'
import type { Files, FileSubject } from './file-subject.ts'

/** A store that forgets with the test; `subjects` are what files may hang on. */
export function testFiles(subjects: readonly FileSubject[] = [], limits: Partial<Files['limits']> = {}) {
  const stored = new Map<string, Uint8Array>()
  return {
    stored,
    subjects,
    limits: { fileBytes: 10_000_000, perSubject: 10, dailyFiles: 100, dailyBytes: 200_000_000, ...limits },
    store: {
      put: (key: string, content: Uint8Array) => Promise.resolve(void stored.set(key, content)),
      read: (key: string) => {
        const content = stored.get(key)
        return content
          ? Promise.resolve(new Blob([content as Uint8Array<ArrayBuffer>]).stream())
          : Promise.reject(unavailable('files.storage'))
      },
      remove: (key: string) => Promise.resolve(void stored.delete(key)),
    },
  } satisfies Files & { stored: Map<string, Uint8Array> }
}
