import { isTimeZone } from '@ministry/kernel/calendar'
import { id } from '@ministry/kernel/id'
import { isCurrency } from '@ministry/kernel/money'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

/** Letters, digits and `. _ -`; case doesn't count, and no `@`, which makes it an e-mail address. */
export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?=.{2,39}$)[a-z0-9._-]*[a-z0-9]$/, 'accounts.username-unreadable')
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email('accounts.email-unreadable'))
/** Whether it is good enough is decided by a rule, with the owner's name at hand. */
const newPassword = z.string().min(1, 'accounts.password-missing').max(4000, 'accounts.password-missing')
const password = z.string().min(1, 'accounts.password-missing').max(4000)
const token = z.string().min(1).max(200)
const reason = z.string().trim().min(1).max(500)
const name = z.string().trim().min(1, 'accounts.name-missing').max(200)

export const done = z.object({})
/** What the cookie is made from; the session ends at the latest then, and sooner without use. Source: ACC-5. */
export const openedSession = z.object({ token: z.string(), endsAt: z.date() })

// ── Sign-in ──────────────────────────────────────────────────────────────────────────────────────────────────
/** Work that the browser has done for it, as ALTCHA writes it. */
const work = z.string().max(4000).optional().catch(undefined)
export const signInInput = z.object({
  work,
  /** Username or e-mail address. */
  login: z.string().trim().toLowerCase().min(1, 'accounts.login-missing').max(254),
  password,
  /** The session that the browser brings along, if any: it is ended. What can't be one is passed over. */
  replaces: token.optional().catch(undefined),
  /** Of the browser, by a cookie of its own: one that is known needs no mail. */
  device: token.optional().catch(undefined),
})
/** Signed in; or the password was right, and the token opens the question for the second factor. Source: ACC-4. */
export const signInStep = z.discriminatedUnion('step', [
  openedSession.extend({ step: z.literal('signed-in') }),
  openedSession.extend({ step: z.literal('second-factor') }),
])
/** What stands on the authenticator app, or one of the recovery codes. */
const code = z.string().trim().min(1, 'accounts.code-missing').max(100)
export const confirmSignInInput = z.object({
  /** Of the step that `sign-in` began. */
  token,
  code,
  replaces: token.optional().catch(undefined),
  /** Of the browser, by a cookie of its own: one that is known needs no mail. */
  device: token.optional().catch(undefined),
})
export const signOutInput = z.object({ sessionId: z.string().min(1).max(100) })
/** `keep` names a session that stays: the one at hand. */
export const signOutEverywhereInput = z.object({ keep: z.string().max(100).optional() })
export const ended = z.object({ ended: z.number().int() })
export const device = z.object({
  id: z.string(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  address: z.string().nullable(),
  /** The browser's own words, or how the app calls itself. */
  device: z.string().nullable(),
  kind: z.enum(['browser', 'client']),
})
export const devices = z.array(device)

const nodeName = z.object({
  id: id(),
  kind: z.string(),
  name: z.string(),
  parentId: id().nullable(),
  state: z.string(),
})
/** Who is signed in, and what the shell shows them. */
export const whoIAm = z.object({
  account: z.object({ id: id(), personId: id(), username: z.string().nullable(), email: z.string() }),
  name: z.string(),
  /** Whether one of the roles asks for a second factor that isn't there yet. */
  wantsSecondFactor: z.boolean(),
  roles: z.array(
    z.object({ role: z.string(), nodeId: id().nullable(), nodeName: z.string().nullable(), since: z.date() }),
  ),
  /** The nodes of the roles, and all above them: enough for the breadcrumb of any of them. */
  nodes: z.array(nodeName),
  /** Where the roles are held, the highest first: what the switcher offers. */
  seats: z.array(id()),
  /** Areas of the matrix in which something of others may be read. */
  areas: z.array(z.string()),
  /** Nouns of which something of others may be read: what the navigation shows. */
  reads: z.array(z.string()),
})

// ── Passwords ────────────────────────────────────────────────────────────────────────────────────────────────
export const requestResetInput = z.object({
  login: z.string().trim().toLowerCase().min(1, 'accounts.login-missing').max(254),
  work,
})
/** What a link for a new password shows to whoever brings its token: whether it still works, and not whose it is. */
export const passwordResetView = z.object({ open: z.boolean() })
export const resetPasswordInput = z.object({ token, password: newPassword })
export const changePasswordInput = z.object({ current: password, password: newPassword })

// ── Second factor ────────────────────────────────────────────────────────────────────────────────────────────
/** What the account asks for beside its password. */
export const secondFactorView = z.object({
  /** Since when there is an authenticator app; null without one. */
  totpSince: z.date().nullable(),
  recoveryCodesLeft: z.number().int(),
  /** Whether one of the roles asks for a second factor, and whether they work without it. */
  asked: z.boolean(),
  required: z.boolean(),
  passkeys: z.array(z.object({ id: id(), name: z.string(), createdAt: z.date(), lastUsedAt: z.date().nullable() })),
})
/** What an app must know, while it is being set up: as text, and as the address of the picture. */
export const totpBegun = z.object({ secret: z.string(), address: z.string() })
export const totpBegunView = totpBegun.nullable()
export const confirmTotpInput = z.object({ code })
/** Shown once, and stored only as hashes. */
const recoveryCodes = z.array(z.string())
export const totpConfirmed = z.object({ session: openedSession, recoveryCodes })
export const newCodes = z.object({ recoveryCodes })
export const resetSecondFactorInput = z.object({ id: id(), reason: reason.optional() })
/** What the browser asks a device for: as WebAuthn has it, in JSON. */
const options = z.looseObject({ challenge: z.string() })
export const passkeyAsked = openedSession.extend({ options })
/** What the device has answered; whether that is anything is for the signature to say. */
const response = z.record(z.string(), z.unknown())
export const addPasskeyInput = z.object({
  token,
  /** What its owner calls it. */
  name: z.string().trim().min(1, 'accounts.name-missing').max(100),
  response,
})
/** Recovery codes where it is the first thing beside the password. */
export const passkeyAdded = z.object({ recoveryCodes: recoveryCodes.nullable() })
export const removePasskeyInput = z.object({ id: id() })
export const proveWithPasskeyInput = z.object({ token, response })
export const signInWithPasskeyInput = z.object({
  /** Of the answer that asked for it. */
  token,
  response,
  replaces: token.optional().catch(undefined),
  /** Of the browser, by a cookie of its own: one that is known needs no mail. */
  device: token.optional().catch(undefined),
})
/** The present password, and a code where the account has an authenticator app. */
export const proveInput = z.object({ password, code: code.optional() })

// ── Invitations ──────────────────────────────────────────────────────────────────────────────────────────────
export const invitationStates = ['open', 'expired', 'accepted', 'revoked'] as const
export const invitationState = z.enum(invitationStates)
export type InvitationState = z.infer<typeof invitationState>

export const inviteInput = z.object({ personId: id(), nodeId: id(), email })
export const invited = z.object({ id: id(), expiresAt: z.date() })
export const invitationId = z.object({ id: id() })
export const invitationsInput = pageInput.extend({ nodeId: id(), state: invitationState.optional() })
export const invitationsOutput = pageOf(
  z.object({
    id: id(),
    personId: id(),
    /** Null where the reader may not see the person. */
    name: z.string().nullable(),
    email: z.string(),
    nodeId: id(),
    nodeName: z.string().nullable(),
    createdAt: z.date(),
    expiresAt: z.date(),
    state: invitationState,
    inviter: z.string().nullable(),
  }),
)
export const tokenInput = z.object({ token })
/** What the page of acceptance shows; the token proves that the reader is meant. */
export const invitationView = z.object({
  state: invitationState,
  name: z.string(),
  email: z.string(),
  inviter: z.string().nullable(),
  movement: z.string(),
  nodeName: z.string(),
  expiresAt: z.date(),
})
export const acceptInvitationInput = z.object({
  token,
  username,
  password: newPassword,
  /** Of the browser: with it the account begins. */
  device: token.optional().catch(undefined),
})

// ── Accounts ─────────────────────────────────────────────────────────────────────────────────────────────────
export const listInput = pageInput.extend({
  nodeId: id(),
  /** Part of a name, a username or an e-mail address. */
  search: z.string().trim().max(100).optional(),
  state: z.enum(['active', 'deactivated']).optional(),
})
const heldHere = z.object({ role: z.string(), nodeId: id().nullable(), nodeName: z.string().nullable() })
export const listOutput = pageOf(
  z.object({
    id: id(),
    personId: id(),
    /** Null where the reader may not see the person. */
    name: z.string().nullable(),
    username: z.string().nullable(),
    email: z.string(),
    createdAt: z.date(),
    deactivatedAt: z.date().nullable(),
    /** Active ones, as far as the reader sees them. */
    roles: z.array(heldHere),
  }),
)
export const deactivateInput = z.object({ id: id(), reason: reason.optional() })

// ── Roles ────────────────────────────────────────────────────────────────────────────────────────────────────
const instant = z.iso.datetime({ offset: true, error: 'accounts.time-unreadable' }).nullable().default(null)
/** What the seat that decides reads and signs. Plain JSON. Source: ACC-3, APR-3. */
export const roleRequest = z
  .object({
    /**
     * `hand-over`: the one gets what the other gives up at that instant, so that it is never left empty. `end`: they shall give up a seat
     * that the Board fills, for nobody else can end it.
     */
    act: z.enum(['give', 'hand-over', 'end']).default('give'),
    /** The candidate, or whoever is to give it up without a successor. */
    personId: id(),
    /** Whose successor the candidate is. */
    fromId: id().optional(),
    role: z.string().max(50),
    /** Null: as soon as it is approved. */
    startsAt: instant,
    /** Null: until it is ended. */
    endsAt: instant,
    reason: z.string().trim().max(500).nullable().default(null),
  })
  .refine(({ act, fromId }) => (act === 'hand-over') === (fromId !== undefined), {
    path: ['fromId'],
    message: 'accounts.hand-over-from-whom',
  })
export type RoleRequest = z.output<typeof roleRequest>
/** A member of the first Board, while it has fewer than two. */
export const nameBoardMemberInput = z.object({ personId: id(), nodeId: id() })
export const assigned = z.object({ id: id() })
export const endRoleInput = z.object({
  id: id(),
  /** Now, if absent. */
  endsAt: z.date().optional(),
  reason,
})
/** Of a person, or at a node and below. */
export const rolesInput = pageInput
  .extend({
    personId: id().optional(),
    nodeId: id().optional(),
    state: z.enum(['present', 'past']).optional(),
  })
  .refine(({ personId, nodeId }) => personId ?? nodeId, { path: ['nodeId'], message: 'accounts.roles-of-whom' })
export const rolesOutput = pageOf(
  z.object({
    id: id(),
    personId: id(),
    /** Null where the reader may not see the person. */
    name: z.string().nullable(),
    role: z.string(),
    nodeId: id().nullable(),
    nodeName: z.string().nullable(),
    startsAt: z.date(),
    endsAt: z.date().nullable(),
    state: z.enum(['coming', 'active', 'ended']),
    reason: z.string().nullable(),
    endReason: z.string().nullable(),
    /** Whether the reader may end it. */
    mayEnd: z.boolean(),
  }),
)
/** Which roles the caller may propose somebody for at a node. */
export const proposableInput = z.object({ nodeId: id() })
export const proposable = z.object({
  roles: z.array(z.string()),
  /** Whether the caller names a member of the Board here without asking. */
  firstBoard: z.boolean(),
})

// ── First run ────────────────────────────────────────────────────────────────────────────────────────────────
export const setUpInput = z.object({
  token,
  movement: z.object({
    name,
    timeZone: z.string().max(60).refine(isTimeZone, 'accounts.time-zone-unknown'),
    currency: z.string().refine(isCurrency, 'accounts.currency-unknown'),
    language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'accounts.language-unknown'),
  }),
  director: z.object({ name, email, username, password: newPassword }),
})
