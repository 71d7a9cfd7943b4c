/** Links that open what is one's own without signing in: signed, and without a word of whom they are for. Source: MSG-2. */
import { createHmac, timingSafeEqual } from 'node:crypto'

const MARK = 16

export interface MailTokens {
  /** Of a mail's id (UUID); fits into an address. */
  sign(mailId: string): string
  /** The mail's id, or null where the token wasn't made here. */
  read(token: string): string | null
}

/** Tokens that follow from the product's secret: nothing is kept, and they hold as long as the mail is known. */
export function createMailTokens(secret: string): MailTokens {
  const key = createHmac('sha256', secret).update('mail preferences').digest()
  const markOf = (id: Buffer) => createHmac('sha256', key).update(id).digest().subarray(0, MARK)
  return {
    sign(mailId) {
      const id = Buffer.from(mailId.replaceAll('-', ''), 'hex')
      return Buffer.concat([id, markOf(id)]).toString('base64url')
    },
    read(token) {
      if (!/^[\w-]{43}$/.test(token)) return null
      const bytes = Buffer.from(token, 'base64url')
      // The last letter has bits to spare: of the spellings that mean the same, one was made here.
      if (bytes.toString('base64url') !== token) return null
      const [id, mark] = [bytes.subarray(0, MARK), bytes.subarray(MARK)]
      if (!timingSafeEqual(mark, markOf(id))) return null
      return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
  }
}
