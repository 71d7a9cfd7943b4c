/** A request that is open or was sent back, for the form that changes it. */
import type { Api } from '@ministry/api'
import { isId } from '@ministry/kernel/id'
import type * as z from 'zod'

export interface AskedBefore<Payload> {
  caseId: string
  version: number
  payload: Payload
  files: { id: string; name: string; mediaType: string; size: number }[]
}

/** The request that `?case=` names, where its requester may change it; otherwise null, and the form asks anew. */
export async function askedBefore<Schema extends z.ZodType>(
  api: Api,
  kind: string,
  url: URL,
  schema: Schema,
): Promise<AskedBefore<z.output<Schema>> | null> {
  const id = url.searchParams.get('case') ?? ''
  if (!isId(id)) return null
  const found = await api.approvals.get({ id })
  const payload = schema.safeParse(found.payload)
  if (found.kind !== kind || !found.may.edit || !payload.success) return null
  return { caseId: id, version: found.version, payload: payload.data, files: found.files }
}
