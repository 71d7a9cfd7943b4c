/** What carries mails away. Source: MSG-1, MSG-2. */
export interface Mail {
  /** Of the kept row; the provider gets it along, so that its reports can be matched and a lost answer looked up. */
  id: string
  to: string
  subject: string
  html: string
  text: string
  /** Name of the template, for the provider's statistics. */
  template: string
  replyTo?: string | undefined
  /** Where one click ends mails of this kind; absent on essential mails. Source: RFC 8058. */
  unsubscribe?: string | undefined
  /** Whether the provider may tell that it was opened; never for mails whose links open accounts. */
  trackOpens?: boolean | undefined
  /** Whether it is written to many, as series and campaigns are: those go another way, so that they don't harm what is essential. */
  bulk?: boolean | undefined
}
/** What became of a mail. A failed one is failed for good: sending it again would fail again. */
export type Delivery =
  | { state: 'sent'; providerId: string }
  | { state: 'kept' }
  | { state: 'failed'; problem: 'inactive-recipient' | 'invalid-recipient' | 'refused' }

export interface Transport {
  /**
   * Throws LimitReached (`mail.too-many`) and Unavailable `mail.token` and `mail.account` where the provider clearly said no and
   * trying later helps; Unavailable `mail.away` where it is not known whether the mail was taken: ask `find` before sending it again.
   */
  deliver(mail: Mail): Promise<Delivery>
  /** What the provider calls the mail, or null where it doesn't know it (yet). Throws as `deliver`. */
  find(mail: Pick<Mail, 'id' | 'bulk'>): Promise<string | null>
  /** Has the provider send to an address again that it had stopped; false where it doesn't. Throws as `deliver`. */
  reactivate(address: string): Promise<boolean>
  /** How long it may take until a mail that was taken is found; 0 where none ever leaves. Milliseconds. */
  lag: number
}

/** Without a provider: mails stay where they are, and can be read in the app. */
export const createKept = (): Transport => ({
  deliver: () => Promise.resolve({ state: 'kept' }),
  find: () => Promise.resolve(null),
  reactivate: () => Promise.resolve(true),
  lag: 0,
})
