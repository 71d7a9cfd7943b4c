/** What Postmark posts, in the shapes of its documentation. Only tests import this. */

interface About {
  mailId: string
  providerId: string
  to: string
}
const common = ({ mailId, providerId }: About) => ({
  ServerID: 23,
  MessageStream: 'outbound',
  MessageID: providerId,
  Tag: 'welcome-1',
  Metadata: { mail: mailId },
})

/** The receiving server took the mail. */
export const delivered = (about: About, at = '2026-11-16T09:01:00.9070259Z') => ({
  RecordType: 'Delivery',
  ...common(about),
  Recipient: about.to,
  DeliveredAt: at,
  Details: 'smtp;250 2.0.0 OK',
})

/** The mail was looked at. */
export const opened = (about: About, at = '2026-11-16T10:00:00Z') => ({
  RecordType: 'Open',
  ...common(about),
  FirstOpen: true,
  Client: { Name: 'Chrome 35.0.1916.153', Company: 'Google', Family: 'Chrome' },
  OS: { Name: 'OS X 10.7 Lion', Company: 'Apple Computer, Inc.', Family: 'OS X 10' },
  Platform: 'WebMail',
  UserAgent: 'Mozilla/5.0',
  Geo: {},
  Recipient: about.to,
  ReceivedAt: at,
})

/** The mail came back. Its ID is larger than what JavaScript counts exactly. */
export const bounced = (
  about: About,
  type = 'HardBounce',
  at = '2026-11-16T09:02:00.9070259Z',
  inactive = type === 'HardBounce',
) => {
  const { MessageID, ...more } = common(about)
  const body = {
    RecordType: 'Bounce',
    Type: type,
    TypeCode: type === 'HardBounce' ? 1 : 4096,
    Name: 'Hard bounce',
    MessageID,
    ...more,
    Description: 'The server was unable to deliver your message (ex: unknown user, mailbox not found).',
    Details: 'smtp;550 5.1.1 unknown user',
    Email: about.to,
    From: 'no-reply@example.org',
    BouncedAt: at,
    DumpAvailable: true,
    Inactive: inactive,
    CanActivate: true,
    Subject: 'Welcome',
    Content: 'the mail that came back',
  }
  return body
}

/** The reader pressed the button. */
export const complained = (about: About, at = '2026-11-16T11:00:00Z') => ({
  ...bounced(about, 'SpamComplaint', at, true),
  RecordType: 'SpamComplaint',
  TypeCode: 100001,
  Name: 'Spam complaint',
})

/** Sending to the address was stopped, or begins again. */
export const subscription = (
  about: About,
  suppress: boolean,
  at: string,
  reason: string | null = suppress ? 'ManualSuppression' : null,
) => ({
  RecordType: 'SubscriptionChange',
  ...common(about),
  ...(!suppress && { MessageID: null, Tag: null, Metadata: {} }),
  ChangedAt: at,
  Recipient: about.to,
  Origin: suppress ? 'Recipient' : 'Customer',
  SuppressSending: suppress,
  SuppressionReason: reason,
})
