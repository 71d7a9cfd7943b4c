/** Keys that people give to programs: known again by their prefix, and proven whole by a checksum. Source: API-1. */
import { randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { hashToken } from './tokens.ts'

/** Secret scanners look for it: `mms_` and what kind of secret it is. */
const PREFIX = 'mms_key_'
const RANDOM = 43
const CHECK = 6
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const shape = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM + CHECK}}$`)

export interface NewApiKey {
  /** Shown once. */
  key: string
  /** What is stored. */
  hash: string
  /** Its last four characters. */
  hint: string
}

/** 256 random bits in base 62 and six digits of CRC-32 over them, so that a typo or a false alarm is told without asking anybody. */
export function newApiKey(): NewApiKey {
  const random = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), RANDOM)
  const key = `${PREFIX}${random}${checkOf(random)}`
  return { key, hash: hashToken(key), hint: key.slice(-4) }
}

/** Whether the text has the shape and the checksum of a key; says nothing about whether there is such a key. */
export function isApiKey(text: string): boolean {
  if (!shape.test(text)) return false
  const random = text.slice(PREFIX.length, -CHECK)
  return checkOf(random) === text.slice(-CHECK)
}

const checkOf = (random: string) => base62(BigInt(crc32(random)), CHECK)

function base62(value: bigint, length: number): string {
  let text = ''
  for (let left = value; text.length < length; left /= 62n) text = digits[Number(left % 62n)]! + text
  return text
}
