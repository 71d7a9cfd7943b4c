import { randomBytes } from 'node:crypto'

/** A signing key that lives as long as this process: what the client signs with it, nobody else accepts. */
export const newSigningKey = () => `signkey-embedded-${randomBytes(32).toString('hex')}`
