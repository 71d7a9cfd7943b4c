/** How long what mails leave behind is kept: pure. Source: MSG-1, MSG-3, PRV-2. */

const DAY_MS = 86_400_000

/**
 * Days after which is removed: what the provider posted, word for word · its reports, but for those on which a suppression in force
 * stands · words of a mail that was given up (until then a retry sends it) · news that were read.
 */
export const keptDays = { bodies: 30, reports: 180, givenUp: 30, readNews: 90 } as const

/** The instant before which it is old. */
export const oldBefore = (what: keyof typeof keptDays, at: Date): Date =>
  new Date(at.getTime() - keptDays[what] * DAY_MS)

/** Whether reports of a mail that was written then may be gone already. */
export const isOld = (createdAt: Date, at: Date): boolean => createdAt < oldBefore('reports', at)
