import type { FileLimits } from '../file-subject.ts'

/** What holds where an installation says nothing: 10 MB a file, 10 files a subject, 100 files and 200 MB a person and day. */
export const defaultLimits: FileLimits = {
  fileBytes: 10_000_000,
  perSubject: 10,
  dailyFiles: 100,
  dailyBytes: 200_000_000,
}
