/** Files hang on things of many capabilities: each such capability says what may be read and attached to. Source: DOC-1, ACS-3. */
import type { Principal } from '@ministry/access'
import type { Asking } from '@ministry/access/scope'

/** What a subject decides by: of the verb's context what reading needs. */
export type FileAsking = Asking & { at: Date; principal: Principal }

/** What files may be attached to. Registered in the services; who may read the subject may read its files. */
export interface FileSubject {
  /**
   * Name of the model, in whose table (`expense_request` for `ExpenseRequest`) the subject is a row with `id` and row-level
   * security: the second wall shows a file to whom that table shows the row.
   */
  noun: string
  /** Whether the caller may read this subject now, and this file of it where one is meant. Asked for every download. */
  mayRead(ctx: FileAsking, subjectId: string, fileId?: string): Promise<boolean>
  /** Whether the caller may attach files to it, or take them away, now: the state of the subject has a say. */
  mayAttach(ctx: FileAsking, subjectId: string): Promise<boolean>
}

/** Where the bytes are. Keys are made by the product and hold nothing of a person's. Errors: Unavailable `files.storage`. */
export interface FileStore {
  put(key: string, content: Uint8Array, mediaType: string): Promise<void>
  /** Throws Unavailable also where nothing stands under the key. */
  read(key: string): Promise<ReadableStream<Uint8Array>>
  /** Succeeds where nothing stands under the key. */
  remove(key: string): Promise<void>
}

export interface FileLimits {
  /** Bytes of one file as sent. */
  fileBytes: number
  /** Files of one subject. */
  perSubject: number
  /** What one person may send in 24 hours: files, and bytes in all. */
  dailyFiles: number
  dailyBytes: number
}
/** Everything about files that an installation decides. */
export interface Files {
  store: FileStore
  limits: FileLimits
  subjects: readonly FileSubject[]
}
