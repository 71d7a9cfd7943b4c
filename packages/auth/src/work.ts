/**
 * Work that a browser does before it may knock often: ALTCHA's, with no puzzle for a person and nobody asked outside. It costs who
 * comes once half a second, and who comes a million times a million of them. Source: ACC-4, ALTCHA proof of work v2.
 */
import { createHmac } from 'node:crypto'
import type { Clock } from '@ministry/kernel/calendar'
import { createChallenge, verifySolution, type Challenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import * as z from 'zod'
import type { Throttle } from './throttle.ts'

export interface Work {
  /** What is to be solved within ten minutes: as ALTCHA's own widgets read it. */
  challenge(): Promise<Challenge>
  /** Whether this is the solution (base64 of JSON) of a challenge of ours, for the first time. */
  redeem(solution: string | undefined): Promise<boolean>
}

/** How long a challenge can be solved. Milliseconds. */
const LASTS = 10 * 60_000
/** Rounds of one try, of which 256 are needed on average. */
const COST = 2000

const payload = z.object({
  challenge: z.object({
    parameters: z.looseObject({ expiresAt: z.number() }),
    signature: z.string().min(1).max(200),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string().max(200) }),
})

export function createWork({ pepper, clock, throttle }: { pepper: string; clock: Clock; throttle: Throttle }): Work {
  const hmacSignatureSecret = createHmac('sha256', pepper).update('proof of work').digest('hex')
  return {
    challenge: () =>
      createChallenge({
        ...{ algorithm: 'PBKDF2/SHA-256', cost: COST, keyPrefix: '00', deriveKey, hmacSignatureSecret },
        expiresAt: new Date(clock.now().getTime() + LASTS),
      }),
    async redeem(solution) {
      const read = payload.safeParse(solution && jsonOf(solution))
      if (!read.success) return false
      const { challenge, solution: found } = read.data
      if (challenge.parameters.expiresAt * 1000 <= clock.now().getTime()) return false
      // The signature is looked at before any work is done on what somebody else has written.
      const { verified, invalidSolution } = await verifySolution({
        ...{ challenge: challenge as unknown as Challenge, solution: found, deriveKey, hmacSignatureSecret },
      })
      return verified && !invalidSolution && throttle.count('work', challenge.signature)
    },
  }
}

function jsonOf(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'))
  } catch {
    return undefined
  }
}
