/** What automations say to people, by way of messaging. */
import type { Context } from '../context.ts'

/** A mail of a series; consents, suppression and quiet hours are messaging's. */
export interface Letter {
  templateKey: string
  personId: string
  nodeId: string
  dedupeKey: string
}
/** Not sent: why, as a word that the life line has a text for. */
export type Sent = { sent: true } | { sent: false; reason: string }

/** Hands a letter to messaging, in the transaction of the act. */
export async function sendLetter(_ctx: Context, _letter: Letter): Promise<Sent> {
  return Promise.resolve({ sent: true })
}

export interface Announcement {
  kind: string
  /** The person it is about. */
  personId: string
  node: { id: string; scopeIds: readonly string[] }
  dedupeKey: string
}

/** Tells those who hold one of the roles at the person's place or above, in the app. */
export async function announce(_ctx: Context, _announcement: Announcement, _roles: readonly string[]): Promise<void> {
  return Promise.resolve()
}
