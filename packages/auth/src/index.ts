import type { Database } from '@ministry/db'
import type { Clock } from '@ministry/kernel/calendar'
import { createPasswords, type PasswordOptions, type Passwords } from './passwords.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createThrottle, type Throttle } from './throttle.ts'

export { createPasswords, type PasswordOptions, type Passwords } from './passwords.ts'
export type { Authenticated, OpenedSession, Sessions } from './sessions.ts'
export { hashToken, isToken, newToken } from './tokens.ts'

export interface Auth {
  passwords: Passwords
  sessions: Sessions
  throttle: Throttle
}

/** All of sign-in; `db` is opened as the role that signs people in. Source: ACC-4, ACC-5. */
export const createAuth = ({ db, clock, ...passwords }: { db: Database; clock: Clock } & PasswordOptions): Auth => ({
  passwords: createPasswords(passwords),
  sessions: createSessions({ db, clock }),
  throttle: createThrottle({ db }),
})
export { passwordPepper } from './pepper.ts'
export { createSealing, type Sealing } from './sealing.ts'
