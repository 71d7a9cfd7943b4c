/** Texts that are kept sealed in the database. Source: PRV-3 (AES-256-GCM), NIST SP 800-38D. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Of the layout below: another one may follow when keys are changed. */
const LAYOUT = 1
const NONCE = 12
const TAG = 16

export interface Sealing {
  /** Bytes that only `open` reads, and only for the same `bound`: the row they belong to. */
  seal(text: string, bound: string): Uint8Array<ArrayBuffer>
  /** Throws where the bytes were changed, belong to another row, or were sealed with another secret. */
  open(sealed: Uint8Array, bound: string): string
}

/**
 * Seals with a key that follows from the installation's secret and from nothing in the database: a stolen database, backup or dump
 * shows no text. Layout: version, nonce, tag, text. Source: PRV-3.
 */
export function createSealing(secret: string, purpose: string): Sealing {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `sealed ${purpose}`, 32))
  return {
    seal(text, bound) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return new Uint8Array([LAYOUT, ...nonce, ...cipher.getAuthTag(), ...body])
    },
    open(sealed, bound) {
      if (sealed[0] !== LAYOUT) throw new Error('Sealed in a way that is not known here')
      const nonce = sealed.subarray(1, 1 + NONCE)
      const tag = sealed.subarray(1 + NONCE, 1 + NONCE + TAG)
      const cipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound)).setAuthTag(tag)
      return Buffer.concat([cipher.update(sealed.subarray(1 + NONCE + TAG)), cipher.final()]).toString('utf8')
    },
  }
}
