/** Which record a page is about, from its address: so that every such page can say why it is seen. Source: ACS-5. */

/** Parameters that name a record, by what they name. The nearest one to the end of the address is what the page is about. */
export const recordParams = {
  node: 'OrgNode',
  person: 'Person',
  import: 'Import',
  bulk: 'BulkAct',
  event: 'Event',
  case: 'case',
  entry: 'AuditEntry',
  mail: 'OutgoingMail',
} as const

/** The address that explains a page's record; null where it is about no single record. */
export function whyAddress(
  params: Partial<Record<string, string>>,
  routeId: string | null,
  path: string,
): string | null {
  const last = /\[([a-z]+)(?:=[a-z]+)?\](?:\/(?:edit|photo))?$/.exec(routeId ?? '')?.[1]
  const noun = last && recordParams[last as keyof typeof recordParams]
  const id = last && params[last]
  if (!noun || !id) return null
  const about: Record<string, string> = noun === 'case' ? { case: id } : { noun, id }
  return `/why?${new URLSearchParams({ ...about, from: path }).toString()}`
}
