/** News in words, with the names that the reader may see. Source: MSG-3, ACS-3. */
import { scope } from '@ministry/access/scope'
import { m } from '@ministry/kernel/messages'
import type { Context } from '../context.ts'
import type { NewsKind } from '../notify.ts'

export interface StoredNews {
  id: string
  kind: string
  nodeId: string | null
  aboutId: string | null
  facts: unknown
}
export interface WordedNews {
  text: string
  /** Where it leads, from the product's root; null where the reader can't go there any more. */
  href: string | null
}
type Facts = Record<string, string | number>
interface Names {
  place: string | undefined
  about: string | undefined
}

/** The words for each row, in the order of the rows. Two statements. */
export async function wordsOf(ctx: Context, rows: readonly StoredNews[]): Promise<WordedNews[]> {
  const present = (ids: (string | null)[]) => [...new Set(ids.filter((id) => id !== null))]
  const nodes = await ctx.tx.prisma.orgNode.findMany({
    where: { AND: [scope(ctx, 'read', 'OrgNode'), { id: { in: present(rows.map(({ nodeId }) => nodeId)) } }] },
    select: { id: true, name: true },
  })
  const people = await ctx.tx.prisma.person.findMany({
    where: { AND: [scope(ctx, 'read', 'Person'), { id: { in: present(rows.map(({ aboutId }) => aboutId)) } }] },
    select: { id: true, name: true, preferredName: true },
  })
  const places = new Map(nodes.map(({ id, name }) => [id, name]))
  const names = new Map(people.map(({ id, name, preferredName }) => [id, preferredName ?? name]))
  return rows.map((row) => {
    const known = { place: places.get(row.nodeId ?? ''), about: names.get(row.aboutId ?? '') }
    // Requests are reached by whoever has a say in them, wherever they were made.
    const reachable = known.place !== undefined || row.kind.startsWith('request-')
    return { text: textOf(row, known), href: reachable ? hrefOf(row, known.about !== undefined) : null }
  })
}

function textOf({ kind, facts }: StoredNews, { place = m.messaging_news_some_place(), about }: Names): string {
  const values = (facts ?? {}) as Facts
  const count = Number(values['count'] ?? 0)
  const role = roleName(String(values['role'] ?? ''))
  const file = String(values['file'] ?? '')
  switch (kind as NewsKind) {
    case 'role-given':
      return m.messaging_news_role_given({ role, place })
    case 'role-ended':
      return m.messaging_news_role_ended({ role, place })
    case 'import-finished':
      return m.messaging_news_import_finished({ file, place, rows: Number(values['rows'] ?? 0) })
    case 'import-failed':
      return m.messaging_news_import_failed({ file, place })
    case 'bulk-done':
      return m.messaging_news_bulk_done({ count, place })
    case 'bulk-undone':
      return m.messaging_news_bulk_undone({ count, place })
    case 'bulk-failed':
      return m.messaging_news_bulk_failed({ place })
    case 'invitation-accepted':
      return m.messaging_news_invitation_accepted({ name: about ?? m.messaging_news_somebody(), place })
    case 'graduation-proposed':
      if (count) return m.messaging_news_graduations_proposed({ count, place })
      return m.messaging_news_graduation_proposed({ name: about ?? m.messaging_news_somebody(), place })
    case 'graduation-waits':
      if (count) return m.messaging_news_graduations_wait({ count, place })
      return m.messaging_news_graduation_waits({ name: about ?? m.messaging_news_somebody(), place })
    case 'graduated':
      if (count) return m.messaging_news_graduated_many({ count, place })
      return m.messaging_news_graduated({ name: about ?? m.messaging_news_somebody(), place })
    case 'request-your-turn':
      return m.messaging_news_request_your_turn({ request: requestName(values) })
    case 'request-reminder':
      return m.messaging_news_request_reminder({ request: requestName(values) })
    case 'request-escalated':
      return m.messaging_news_request_escalated({ request: requestName(values) })
    case 'request-waits':
      return m.messaging_news_request_waits({ request: requestName(values) })
    case 'request-given':
      return m.messaging_news_request_given({ request: requestName(values) })
    case 'request-approved':
      return m.messaging_news_request_approved({ request: requestName(values) })
    case 'request-rejected':
      return m.messaging_news_request_rejected({ request: requestName(values) })
    case 'request-sent-back':
      return m.messaging_news_request_sent_back({ request: requestName(values) })
    case 'request-withdrawn':
      return m.messaging_news_request_withdrawn({ request: requestName(values) })
    case 'care-note-opened':
      return m.messaging_news_care_note_opened({ name: about ?? m.messaging_news_somebody() })
    case 'follow-up-given':
      if (count > 1) return m.messaging_news_follow_ups_given({ count })
      return m.messaging_news_follow_up_given({ name: about ?? m.messaging_news_somebody() })
    case 'follow-up-due':
      return m.messaging_news_follow_up_due({ name: about ?? m.messaging_news_somebody() })
    case 'follow-ups-left':
      return m.messaging_news_follow_ups_left({ count, place })
    case 'transfer-offered':
      return m.messaging_news_transfer_offered({ place })
    case 'transfer-accepted':
      return m.messaging_news_transfer_accepted({ place })
    case 'transfer-declined':
      return m.messaging_news_transfer_declined({ place })
    case 'transfer-withdrawn':
      return m.messaging_news_transfer_withdrawn({ place })
    case 'transfer-expired':
      return m.messaging_news_transfer_expired({ place })
    case 'webhook-disabled':
      return m.messaging_news_webhook_disabled({ place })
  }
}

function hrefOf({ kind, nodeId, aboutId }: StoredNews, aboutIsSeen: boolean): string | null {
  if (kind === 'import-finished' || kind === 'import-failed') return `/${nodeId}/imports/${aboutId}`
  if (kind.startsWith('bulk-')) return `/${nodeId}/people/bulk/${aboutId}`
  if (kind.startsWith('request-')) return `/cases/${aboutId}`
  if (kind === 'care-note-opened') return aboutIsSeen ? `/${nodeId}/people/${aboutId}?tab=notes` : null
  if (kind === 'follow-up-given' || kind === 'follow-up-due') return '/follow-ups'
  if (kind === 'follow-ups-left') return `/${nodeId}/follow-ups`
  if (kind === 'webhook-disabled') return `/${nodeId}/settings/webhooks`
  if (kind.startsWith('transfer-')) return `/${nodeId}/transfers`
  if (kind.startsWith('graduat')) {
    if (aboutId === null) return kind === 'graduated' ? `/${nodeId}/people` : `/${nodeId}/graduations`
    // Who has moved on may be out of sight; an address that answers "not found" leads nowhere.
    return aboutIsSeen ? `/${nodeId}/people/${aboutId}?tab=life` : null
  }
  return kind === 'invitation-accepted' ? `/${nodeId}/team` : `/${nodeId}`
}

const requestName = ({ kind }: Facts) =>
  (m as unknown as Record<string, (() => string) | undefined>)[
    `approvals_kind_${String(kind).replaceAll('-', '_')}`
  ]?.() ?? m.approvals_kind_other()
const roleName = (role: string) =>
  (m as unknown as Record<string, (() => string) | undefined>)[`role_${role.replaceAll('-', '_')}`]?.() ?? role
