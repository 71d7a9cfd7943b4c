/** What carries mails away. Source: MSG-1, MSG-2. */
export interface Mail {
  /** Of the kept row; the provider gets it along, so that its reports can be matched. */
  id: string
  to: string
  subject: string
  html: string
  text: string
  /** Name of the template, for the provider's statistics. */
  template: string
}
/** What became of a mail. A failed one is failed for good: sending it again would fail again. */
export type Delivery =
  | { state: 'sent'; providerId: string }
  | { state: 'kept' }
  | { state: 'failed'; problem: 'inactive-recipient' | 'invalid-recipient' | 'refused' }

export interface Transport {
  /** Throws Unavailable (`mail.away`, `mail.token`) or LimitReached (`mail.too-many`) where trying later helps. */
  deliver(mail: Mail): Promise<Delivery>
}

/** Without a provider: mails stay where they are, and can be read in the app. */
export const createKept = (): Transport => ({ deliver: () => Promise.resolve({ state: 'kept' }) })
