import type { Database } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'
import type { AccessTokenOptions } from './access-tokens.ts'
import { createClients, type Clients } from './clients.ts'
import { createPasskeys, type Passkeys } from './passkeys.ts'
import { createPasswords, type PasswordOptions, type Passwords } from './passwords.ts'
import { createSealing, type Sealing } from './sealing.ts'
import { createQuota, defaultCallLimits, type CallLimits, type Quota } from './quota.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSteps, type Steps } from './steps.ts'
import { createThrottle, type Throttle } from './throttle.ts'
import { createWork, type Work } from './work.ts'

export { createPasswords, type PasswordOptions, type Passwords } from './passwords.ts'
export { newApiKey } from './api-keys.ts'
export type { StoredPasskey } from './passkeys.ts'
export type { StepKind } from './steps.ts'
export type { CallingClient } from './clients.ts'
export type { CallLimits, Standing } from './quota.ts'
export type { Authenticated, OpenedSession, Sessions } from './sessions.ts'
export { isShort } from './weak-passwords.ts'
export { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
export { newTotpSecret, totpAddress, totpCode, totpStep } from './totp.ts'
export { hashToken, isToken, newToken } from './tokens.ts'
export { networkOf } from './network.ts'

export interface Auth {
  passwords: Passwords
  sessions: Sessions
  throttle: Throttle
  steps: Steps
  /** Of the secrets that authenticator apps share with us. */
  factorSealing: Sealing
  clients: Clients
  quota: Quota
  work: Work
  passkeys: Passkeys
}

/** All of sign-in; `db` is opened as the role that signs people in. Source: ACC-4, ACC-5, ACC-6. */
export const createAuth = ({
  db,
  clock,
  tokens,
  callLimits = defaultCallLimits,
  ...passwords
}: {
  db: Database
  clock: Clock
  /** Of the access tokens of API clients; who issues them is where people reach the product, which passkeys are bound to. */
  tokens: Pick<AccessTokenOptions, 'secrets' | 'issuer'>
  callLimits?: CallLimits | undefined
} & PasswordOptions): Auth => {
  const throttle = createThrottle({ db })
  return {
    passwords: createPasswords(passwords),
    sessions: createSessions({ db, clock }),
    throttle,
    steps: createSteps({ clock }),
    factorSealing: createSealing(passwords.pepper, 'second factors'),
    clients: createClients({ db, clock, ...tokens }),
    quota: createQuota({ db, limits: callLimits }),
    passkeys: createPasskeys({ origin: tokens.issuer }),
    work: createWork({ pepper: passwords.pepper, clock, throttle }),
  }
}
export { passwordPepper } from './pepper.ts'
export { createSealing, type Sealing } from './sealing.ts'
