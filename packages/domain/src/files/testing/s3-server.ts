/** A server of the S3 protocol for tests: PUT, GET, HEAD and DELETE of objects in one bucket, each signed. */
import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export const keys = { accessKeyId: 'TESTKEY', secretAccessKey: 'test-secret' }
const region = 'eu-test-1'
const bucket = 'uploads'

export interface S3Server {
  place: { bucket: string; region: string; endpoint: string; pathStyle: true } & typeof keys
  objects: Map<string, { body: Buffer; type: string | undefined }>
  /** Methods of the requests that came, in order. */
  asked: string[]
  /** The next so many requests are answered with this status. */
  fail(status: number, times: number): void
  close(): Promise<unknown>
}

/** Starts one on a free port of this machine. */
export async function startS3(): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map()
  const asked: string[] = []
  const failing = { status: 0, times: 0 }
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const { method = '', url = '' } = request
      asked.push(method)
      const refuse = (status: number, code: string) =>
        response
          .writeHead(status, { 'content-type': 'application/xml' })
          .end(
            method === 'HEAD'
              ? ''
              : `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
          )
      if (failing.times-- > 0) return refuse(failing.status, 'InternalError')
      const problem = wrongSignature(request, body)
      if (problem) return refuse(403, problem)
      const key = decodeURIComponent(new URL(url, 'http://x').pathname).replace(`/${bucket}/`, '')
      const object = objects.get(key)
      if (method === 'PUT') {
        objects.set(key, { body, type: request.headers['content-type'] })
        return response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end()
      }
      if (method === 'DELETE') {
        objects.delete(key)
        return response.writeHead(204).end()
      }
      if (!object) return refuse(404, 'NoSuchKey')
      const headers = { 'content-length': object.body.length, 'content-type': object.type ?? 'binary/octet-stream' }
      return response.writeHead(200, headers).end(method === 'GET' ? object.body : undefined)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    place: { bucket, region, endpoint: `http://127.0.0.1:${port}`, pathStyle: true, ...keys },
    objects,
    asked,
    fail: (status, times) => void Object.assign(failing, { status, times }),
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  }
}

async function read(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const hash = (data: Buffer | string) => createHash('sha256').update(data).digest('hex')
const hmac = (key: Buffer | string, data: string) => createHmac('sha256', key).update(data).digest()

/** Signature version 4, counted anew from the request; null where it is right. */
function wrongSignature({ method, url = '', headers }: IncomingMessage, body: Buffer): string | null {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (!found) return 'AccessDenied'
  const [, key, day, where, signed = '', signature] = found
  if (key !== keys.accessKeyId) return 'InvalidAccessKeyId'
  const content = String(headers['x-amz-content-sha256'])
  if (content !== 'UNSIGNED-PAYLOAD' && content !== hash(body)) return 'XAmzContentSHA256Mismatch'
  const { pathname, searchParams } = new URL(url, 'http://x')
  searchParams.sort()
  const canonical = [
    method,
    pathname,
    [...searchParams].map((pair) => pair.map(encodeURIComponent).join('=')).join('&'),
    ...signed.split(';').map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, ' ')}`),
    '',
    signed,
    content,
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], `${day}/${where}/s3/aws4_request`, hash(canonical)].join(
    '\n',
  )
  const signing = ['aws4_request', 's3', where!, day!].reduceRight<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${keys.secretAccessKey}`),
  )
  return where === region && hmac(signing, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch'
}
