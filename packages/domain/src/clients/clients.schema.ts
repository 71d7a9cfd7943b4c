/** Shapes of API clients: apps that somebody signs in to, and personal keys. The browser may import this file. Source: ACC-6, API-1. */
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

const areas = ['users', 'finance', 'events', 'reports', 'system', 'training', 'members', 'requests'] as const
/** What a key may do: reading or writing in an area of the access matrix, or with requests. Writing includes reading. */
export const keyScope = z.templateLiteral([z.enum(areas), ':', z.enum(['read', 'write'])])
export const scopeAreas = areas

const name = z.string().trim().min(1, 'clients.name-missing').max(100)

export const signInInput = z.object({
  /** Username or e-mail address. */
  login: z.string().trim().toLowerCase().min(1, 'accounts.login-missing').max(254),
  password: z.string().min(1, 'accounts.password-missing').max(4000),
  /** After failures: the solution of a challenge from `/api/altcha`, as ALTCHA writes it. */
  work: z.string().max(4000).optional(),
  /** How the app is called in the list of devices. */
  client: name,
})
const refreshToken = z.string().min(1).max(200)
export const refreshInput = z.object({ refreshToken })
export const tokens = z.object({
  /** Goes into the header `Authorization: Bearer …`. */
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds. */
  expiresIn: z.number().int(),
  /** Works once: the answer brings the next one. */
  refreshToken: z.string(),
})
/** Signed in; or the password was right, and the token opens the question for the second factor until then. */
export const signInStep = z.discriminatedUnion('step', [
  tokens.extend({ step: z.literal('signed-in') }),
  z.object({ step: z.literal('second-factor'), stepToken: z.string(), endsAt: z.date() }),
])
export const confirmSignInInput = z.object({
  /** Of the answer that asked for it. */
  stepToken: z.string().min(1).max(200),
  /** What stands on the authenticator app, or one of the recovery codes. */
  code: z.string().trim().min(1, 'accounts.code-missing').max(100),
  client: name,
})
export const done = z.object({})

/** How long a key may last. Days. */
export const keyDays = [30, 90, 365] as const
export const createKeyInput = z.object({
  name,
  scopes: z
    .array(keyScope)
    .min(1, 'clients.scopes-missing')
    .max(2 * areas.length),
  days: z.union(keyDays.map((days) => z.literal(days))),
})
/** The key itself is shown here and never again. */
export const keyCreated = z.object({ id: id(), key: z.string(), expiresAt: z.date() })
export const keyInput = z.object({ id: id() })
export const keys = z.array(
  z.object({
    id: id(),
    name: z.string(),
    /** Its last four characters. */
    hint: z.string(),
    scopes: z.array(z.string()),
    createdAt: z.date(),
    expiresAt: z.date(),
    lastUsedAt: z.date().nullable(),
    state: z.enum(['active', 'expired', 'revoked']),
  }),
)
