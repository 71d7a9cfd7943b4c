import { Readable } from 'node:stream'
import { unavailable } from '@ministry/kernel/errors'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { S3Driver } from 'flydrive/drivers/s3'
import type { FileStore } from '../file-subject.ts'

/** A folder of this machine, or a bucket that speaks S3. */
export type StorePlace =
  | { folder: string }
  | {
      bucket: string
      region: string
      /** Absent: Amazon's own. */
      endpoint: string | undefined
      /** The bucket's name stands in the path and not in the host: what most servers of one's own need. */
      pathStyle: boolean
      accessKeyId: string
      secretAccessKey: string
    }

/** The store at that place; nothing is opened before it is used. Source: DOC-1, OPS-4. */
export function createFileStore(place: StorePlace): FileStore {
  const disk = new Disk('folder' in place ? folderDriver(place.folder) : bucketDriver(place))
  const orUnavailable = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (cause) {
      throw unavailable('files.storage', cause)
    }
  }
  return {
    put: (key, content, contentType) => orUnavailable(() => disk.put(key, content, { contentType })),
    read: (key) =>
      orUnavailable(async () => {
        const stream = await disk.getStream(key)
        // A folder says only now whether the file is there.
        await begun(stream)
        return Readable.toWeb(stream) as ReadableStream<Uint8Array>
      }),
    remove: (key) => orUnavailable(() => disk.delete(key)),
  }
}

/** Settles with the first bytes, the end, or what is wrong. */
const begun = (stream: Readable) =>
  new Promise<void>((resolve, reject) => {
    stream.once('readable', resolve).once('end', resolve).once('error', reject)
  })

const folderDriver = (location: string) => new FSDriver({ location, visibility: 'private' })

const bucketDriver = (place: Extract<StorePlace, { bucket: string }>) =>
  new S3Driver({
    bucket: place.bucket,
    region: place.region,
    ...(place.endpoint && { endpoint: place.endpoint }),
    forcePathStyle: place.pathStyle,
    credentials: { accessKeyId: place.accessKeyId, secretAccessKey: place.secretAccessKey },
    // Who may read is the product's question alone: objects have no rights of their own.
    supportsACL: false,
    visibility: 'private',
    // Not every server of one's own knows the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
  })
