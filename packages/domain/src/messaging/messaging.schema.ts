import { id } from '@ministry/kernel/id'
import { pageInput, pageOf } from '@ministry/kernel/page'
import * as z from 'zod'

/**
 * queued: waits for delivery · held: waits for the morning · kept: there is no provider, it can be read here · sent · delivered ·
 * opened · bounced: came back · complained: called spam · suppressed: must not or need not be sent · failed: refused for good.
 */
export const mailStates = [
  'queued',
  'held',
  'kept',
  'sent',
  'delivered',
  'opened',
  'bounced',
  'complained',
  'suppressed',
  'failed',
] as const
export const mailState = z.enum(mailStates)

const head = z.object({
  id: id(),
  template: z.string(),
  recipient: z.string(),
  subject: z.string(),
  state: mailState,
  problem: z.string().nullable(),
  createdAt: z.date(),
  sentAt: z.date().nullable(),
})
export const outboxInput = pageInput.extend({ nodeId: id(), state: mailState.optional() })
export const outboxOutput = pageOf(head)
export const getInput = z.object({ id: id() })
/**
 * The bodies are null unless the mail is kept: what was sent is between the provider and the recipient. `withheld` says that it is
 * kept, but not for this reader. `links` are those of the template; whatever else looks like one was part of a name.
 */
export const mailView = head.extend({
  html: z.string().nullable(),
  text: z.string().nullable(),
  withheld: z.boolean(),
  links: z.array(z.string()),
})

export const deliverInput = z.object({ mailId: id() })
/** `until`: when a held mail may go, ISO 8601 with zone. */
export const deliverOutput = z.object({ state: mailState, until: z.iso.datetime().optional() })
/** What became of a mail at the transport. */
export const delivery = z.discriminatedUnion('state', [
  z.object({ state: z.literal('sent'), providerId: z.string() }),
  z.object({ state: z.literal('kept') }),
  z.object({ state: z.literal('failed'), problem: z.string() }),
])

// ── Templates (MSG-1) ────────────────────────────────────────────────────────────────────────────────────────
/** What a mail is about, as far as one can have it or not; `account` mails are essential and not among them. */
export const mailKinds = ['ministry', 'newsletter', 'fundraising', 'digest'] as const
export const mailKind = z.enum(mailKinds)
export type MailKind = z.infer<typeof mailKind>

/** The occasions on which places write in words of their own. */
export const templateKeys = [
  'welcome-1',
  'welcome-2',
  'welcome-3',
  'pre-graduate',
  'alumni',
  're-engagement-1',
  're-engagement-2',
] as const
export const templateKey = z.enum(templateKeys)
export type TemplateKey = z.infer<typeof templateKey>

/** What stands for something else in a template: `{{person.name}}`. */
export const mergeFields = [
  'person.name',
  'person.full_name',
  'person.graduation',
  'place.name',
  'place.email',
  'place.website',
  'movement.name',
  'sender.name',
  'today',
] as const
export type MergeField = (typeof mergeFields)[number]

const language = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z]{2,3}$/)
const subject = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/[\r\n]/.test(text))
const body = z.string().trim().min(1).max(20_000)
const from = z.object({ id: id(), name: z.string() }).nullable()

export const templatesInput = z.object({ nodeId: id() })
/** One row for each occasion and language in which the place or one above has words; `from` null: the product's own. */
export const templatesOutput = z.array(
  z.object({
    key: templateKey,
    language: z.string(),
    subject: z.string(),
    from,
    own: z.boolean(),
    updatedAt: z.date().nullable(),
  }),
)
export const templateInput = z.object({ nodeId: id(), key: templateKey, language })
export const templateOutput = z.object({
  key: templateKey,
  language: z.string(),
  /** What holds at the place. */
  subject: z.string(),
  body: z.string(),
  /** Whose words they are; null: the product's. */
  from,
  own: z.boolean(),
  /** Of the place's own words, also where they were taken back; 0 where it never had any. */
  version: z.number().int(),
  /** Newest first. */
  versions: z.array(
    z.object({
      version: z.number().int(),
      subject: z.string(),
      body: z.string(),
      createdAt: z.date(),
      by: z.string().nullable(),
    }),
  ),
  mayEdit: z.boolean(),
})
export const saveTemplateInput = templateInput.extend({
  subject,
  body,
  /** The version that was looked at; where there is a newer one, nothing is saved. */
  version: z.number().int().min(0).optional(),
})
export const saveTemplateOutput = z.object({ version: z.number().int() })
export const previewTemplateInput = templateInput.extend({
  personId: id(),
  /** Words that aren't saved yet; absent: those that hold. */
  subject: subject.optional(),
  body: body.optional(),
})
export const previewTemplateOutput = z.object({ subject: z.string(), html: z.string(), text: z.string() })

// ── Inbox (MSG-3) ────────────────────────────────────────────────────────────────────────────────────────────
export const inboxInput = pageInput.extend({ unread: z.boolean().default(false) })
export const inboxOutput = pageOf(
  z.object({
    id: id(),
    kind: z.string(),
    text: z.string(),
    /** Where it leads, from the product's root; null where the reader can't go there any more. */
    href: z.string().nullable(),
    createdAt: z.date(),
    readAt: z.date().nullable(),
  }),
)
export const unreadInput = z.object({})
export const unreadOutput = z.object({ count: z.number().int() })
export const markReadInput = z.object({
  /** Absent: all. */
  ids: z.array(id()).max(200).optional(),
  read: z.boolean().default(true),
})
export const markReadOutput = z.object({ changed: z.number().int() })

// ── Choosing mails (MSG-2) ───────────────────────────────────────────────────────────────────────────────────
/** By the link of a mail; without one, whoever is signed in, for themself. */
const choiceToken = z.string().max(100).optional()
export const mailChoicesInput = z.object({ token: choiceToken })
export const mailChoicesOutput = z.object({
  /** Partly hidden: the link may have been passed on. */
  address: z.string(),
  movement: z.string(),
  /** What the mail was that the link came with. */
  asked: mailKind.nullable(),
  /** False where the person doesn't want to be contacted at all. */
  contact: z.boolean(),
  kinds: z.array(z.object({ kind: mailKind, on: z.boolean() })),
})
export const chooseMailsInput = z.object({ token: choiceToken, kinds: z.array(mailKind).max(10) })
export const unsubscribeInput = z.object({ token: z.string().max(100) })
export const chosen = z.object({ changed: z.array(mailKind) })

// ── Care for the mail (MSG-1, MSG-2, OPS-1) ──────────────────────────────────────────────────────────────────
export const reportsInput = pageInput
export const reportsOutput = pageOf(
  z.object({
    id: id(),
    type: z.string(),
    /** waiting: received and not applied for some minutes · unmatched: fits no mail · unreadable. */
    outcome: z.enum(['waiting', 'unmatched', 'unreadable']),
    /** Partly hidden. */
    recipient: z.string().nullable(),
    /** Why it can't be read, and at which fields. */
    why: z.enum(['not-json', 'no-kind', 'fields']).nullable(),
    fields: z.array(z.string()),
    receivedAt: z.date(),
  }),
).extend({
  /** Calls with a wrong password in the last thirty days. */
  refused: z.object({ calls: z.number().int(), lastAt: z.date().nullable() }),
})
export const retryReportInput = z.object({ reportId: id() })
export const retryReportOutput = z.object({ outcome: z.enum(['again', 'unchanged']) })
export const suppressionsInput = pageInput.extend({ nodeId: id() })
export const suppressionsOutput = pageOf(
  z.object({
    id: id(),
    address: z.string(),
    /** A kind of mail, or `all`. */
    kind: z.string(),
    reason: z.string(),
    since: z.date(),
    liftable: z.boolean(),
    /** Whose address it is, for whoever may see them. */
    person: z.object({ id: id(), name: z.string(), nodeId: id().nullable() }).nullable(),
  }),
)
export const liftSuppressionInput = z.object({ id: id(), reason: z.string().trim().min(3).max(500) })
export const liftSuppressionOutput = z.object({ lifted: z.boolean() })

// ── Messages to people (MSG-1) ───────────────────────────────────────────────────────────────────────────────
export const messagesInput = pageInput.extend({ nodeId: id(), state: mailState.optional(), personId: id().optional() })
const message = z.object({
  id: id(),
  template: z.string(),
  kind: z.string(),
  subject: z.string(),
  recipient: z.string(),
  personId: id(),
  /** Null for whoever may not see the person. */
  name: z.string().nullable(),
  state: mailState,
  problem: z.string().nullable(),
  createdAt: z.date(),
  heldUntil: z.date().nullable(),
  sentAt: z.date().nullable(),
  deliveredAt: z.date().nullable(),
  openedAt: z.date().nullable(),
  bouncedAt: z.date().nullable(),
  complainedAt: z.date().nullable(),
})
export const messagesOutput = pageOf(message)
export const messageInput = z.object({ id: id() })
/** What it said; empty where it never went. */
export const messageOutput = message.extend({ text: z.string(), nodeId: id().nullable() })
