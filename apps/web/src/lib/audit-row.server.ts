/** An entry of the audit in words. */
import type { Api } from '@ministry/api'
import { m } from '@ministry/kernel/messages'
import { actText, nounName, systemName } from './words.server.ts'

type Entry = Awaited<ReturnType<Api['audit']['search']>>['rows'][number]

/** Who did what to what, as the list and the entry's page say it. */
export function auditRow(entry: Entry) {
  const { id, at, action, actorKind, actorPersonId, actor, noun, subjectId, subject, node, nodeId, reason } = entry
  const hidden = actorKind === 'person' ? m.audit_actor_hidden() : m.audit_actor_nobody()
  const who =
    actor ?? (['person', 'nobody'].includes(actorKind) ? hidden : m.audit_actor_system({ name: systemName(actorKind) }))
  return {
    id,
    at,
    act: actText(action),
    action,
    who,
    actorPersonId,
    noun: nounName(noun),
    subject,
    subjectId,
    node,
    nodeId,
    reason,
  }
}
