/** A device of node's own cryptography that makes passkeys and signs with them. Only tests import this. Source: WebAuthn, CTAP, RFC 8949. */
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'

type Value = number | string | Buffer | Map<Value, Value>
const head = (major: number, size: number): Buffer =>
  size < 24
    ? Buffer.from([(major << 5) | size])
    : size < 256
      ? Buffer.from([(major << 5) | 24, size])
      : Buffer.from([(major << 5) | 25, size >> 8, size & 255])
/** As much of CBOR as a passkey needs. */
function cbor(value: Value): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)])])
}
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest()

export interface DeviceOptions {
  origin?: string
  rpId?: string
  /** Whether it recognises who holds it. */
  recognises?: boolean
}

/** A device; what is said of it can be changed at any time. */
export function createDevice(options: DeviceOptions = {}) {
  const device = { origin: 'http://ministry.test', rpId: 'ministry.test', recognises: true, counter: 0, ...options }
  const id = randomBytes(16)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: device.origin, crossOrigin: false }))
  function authenticatorData(attested: Buffer = Buffer.alloc(0)) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(device.counter)
    const flags = 0x01 | (device.recognises ? 0x04 : 0) | (attested.length ? 0x40 : 0)
    return Buffer.concat([sha256(device.rpId), Buffer.from([flags]), count, attested])
  }
  const text = (bytes: Buffer) => bytes.toString('base64url')
  const credential = { id: text(id), rawId: text(id), type: 'public-key', clientExtensionResults: {} }
  return {
    device,
    /** What the browser answers for `navigator.credentials.create`. */
    create(challenge: string) {
      const length = Buffer.from([0, id.length])
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cbor(coseOf(publicKey))])
      const attestationObject = cbor(
        new Map<Value, Value>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authenticatorData(attested)],
        ]),
      )
      const response = {
        clientDataJSON: text(clientData('webauthn.create', challenge)),
        attestationObject: text(attestationObject),
        transports: ['internal'],
      }
      return { ...credential, response }
    },
    /** What it answers for `navigator.credentials.get`; each time it counts one more. */
    sign(challenge: string, { key = privateKey }: { key?: KeyObject } = {}) {
      device.counter++
      const data = clientData('webauthn.get', challenge)
      const authenticator = authenticatorData()
      const signature = createSign('sha256')
        .update(Buffer.concat([authenticator, sha256(data)]))
        .sign(key)
      return {
        ...credential,
        response: { clientDataJSON: text(data), authenticatorData: text(authenticator), signature: text(signature) },
      }
    },
  }
}

function coseOf(key: KeyObject): Map<Value, Value> {
  const { x, y } = key.export({ format: 'jwk' })
  return new Map<Value, Value>([
    ...([
      [1, 2],
      [3, -7],
      [-1, 1],
    ] as const),
    [-2, Buffer.from(x!, 'base64url')],
    [-3, Buffer.from(y!, 'base64url')],
  ])
}
