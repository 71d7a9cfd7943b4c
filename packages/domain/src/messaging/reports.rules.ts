/**
 * What the provider's reports mean, as functions of the set of reports: the order in which they come, and how often, makes no
 * difference. Source: MSG-1, MSG-2.
 */
import type { MailReportType, ReportDetail } from './postmark-report.ts'

export interface Report {
  /** Tells reports of the same instant apart. */
  key: string
  type: MailReportType
  at: Date
  detail: ReportDetail
}
export interface Fate {
  state: 'sent' | 'delivered' | 'opened' | 'bounced' | 'complained'
  deliveredAt: Date | null
  openedAt: Date | null
  bouncedAt: Date | null
  complainedAt: Date | null
  problem: 'hard-bounce' | 'soft-bounce' | 'complaint' | null
}

/** What became of a mail: a complaint outweighs a final bounce, that an opening, that a delivery, that a bounce that may pass. */
export function fateOf(reports: readonly Report[]): Fate {
  const first = (...types: MailReportType[]) =>
    reports
      .filter(({ type }) => types.includes(type))
      .reduce<Date | null>((min, { at }) => (min && min <= at ? min : at), null)
  const bounces = reports.filter(({ type, detail }) => type === 'bounce' && weightOf(detail) !== 'none')
  const hard = bounces.some(({ detail }) => weightOf(detail) === 'hard')
  const times = {
    deliveredAt: first('delivery'),
    openedAt: first('open'),
    bouncedAt: bounces.reduce<Date | null>((min, { at }) => (min && min <= at ? min : at), null),
    complainedAt: first('complaint'),
  }
  if (times.complainedAt) return { ...times, state: 'complained', problem: 'complaint' }
  if (hard) return { ...times, state: 'bounced', problem: 'hard-bounce' }
  if (times.openedAt) return { ...times, state: 'opened', problem: null }
  if (times.deliveredAt) return { ...times, state: 'delivered', problem: null }
  if (times.bouncedAt) return { ...times, state: 'bounced', problem: 'soft-bounce' }
  return { ...times, state: 'sent', problem: null }
}

const hardBounces = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'])
/** What the provider also calls a bounce, but that says nothing about the address: a reply, a wish, a test. */
const noBounces = new Set([
  'Unsubscribe',
  'Subscribe',
  'AutoResponder',
  'AddressChange',
  'OpenRelayTest',
  'ChallengeVerification',
  'SMTPApiError',
  'InboundError',
  'TemplateRenderingFailed',
])
/** How much a bounce weighs: `hard` where the address will never take a mail, or the provider no longer sends to it. */
function weightOf({ bounce = '', inactive = false }: ReportDetail): 'hard' | 'soft' | 'none' {
  if (hardBounces.has(bounce) || inactive) return 'hard'
  return noBounces.has(bounce) ? 'none' : 'soft'
}

export type StopReason = 'hard-bounce' | 'soft-bounces' | 'complaint' | 'provider'
export const stopReasons: readonly StopReason[] = ['hard-bounce', 'soft-bounces', 'complaint', 'provider']
export interface Stopped {
  since: Date
  liftedAt: Date | null
}

/** Soft bounces in a row that end mails to an address. Source: MSG-2. */
const SOFT = 3

/**
 * Why an address gets no more mails, by all that was ever reported of it. A delivery ends a row of soft bounces; the provider's
 * reactivation ends all; an administrator's word ends what it names.
 */
export function stopsOf(reports: readonly Report[]): Map<StopReason, Stopped> {
  const stops = new Map<StopReason, Stopped>()
  let soft = 0
  const stop = (reason: StopReason, since: Date) => {
    if (!stops.has(reason) || stops.get(reason)!.liftedAt) stops.set(reason, { since, liftedAt: null })
  }
  const lift = (reasons: readonly StopReason[], at: Date) => {
    for (const reason of reasons) {
      const present = stops.get(reason)
      if (present && !present.liftedAt) stops.set(reason, { ...present, liftedAt: at })
    }
  }
  for (const { type, at, detail } of reports.toSorted(inTime)) {
    if (type === 'complaint') stop('complaint', at)
    if (type === 'delivery') {
      soft = 0
      lift(['soft-bounces'], at)
    }
    if (type === 'bounce' && weightOf(detail) === 'hard') stop('hard-bounce', at)
    if (type === 'bounce' && weightOf(detail) === 'soft' && ++soft === SOFT) stop('soft-bounces', at)
    if (type === 'lifted') {
      soft = 0
      lift(
        stopReasons.filter((reason) => detail.lift?.includes(reason)),
        at,
      )
    }
    if (type === 'subscription' && detail.suppress) stop(reasonOf(detail), at)
    if (type === 'subscription' && detail.suppress === false) {
      soft = 0
      lift(stopReasons, at)
    }
  }
  return stops
}
const inTime = (a: Report, b: Report) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

function reasonOf({ reason }: ReportDetail): StopReason {
  if (reason === 'HardBounce') return 'hard-bounce'
  return reason === 'SpamComplaint' ? 'complaint' : 'provider'
}
