/** Templates as they are kept, and how they are reached. */
import { allow, find } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import type { Context } from '../context.ts'
import type { TemplateKey } from './messaging.schema.ts'

export interface TemplatePlace {
  id: string
  name: string
  state: string
  scopeIds: string[]
}
/** Words that hold at a place, its own or from above. */
export interface HeldTemplate {
  id: string
  nodeId: string
  nodeName: string
  depth: number
  key: TemplateKey
  language: string
  subject: string
  body: string
  version: number
  updatedAt: Date
}

/** The place, if its templates may be acted on so. Throws NotFound, NotAllowed. */
export async function templatePlace(ctx: Context, action: string, nodeId: string): Promise<TemplatePlace> {
  const place = await find<TemplatePlace>(ctx, 'read', 'OrgNode', nodeId, {
    id: true,
    name: true,
    state: true,
    scopeIds: true,
  })
  allow(ctx, action, 'Template', { nodeId, scopeIds: place.scopeIds })
  return place
}

/** All that is written at the place and above it, from the top down; whoever may read a place's templates sees these too. */
export const templatesAt = (ctx: Context, nodeId: string): Promise<HeldTemplate[]> =>
  ctx.tx.rows<HeldTemplate>(sql`
    select id, node_id as "nodeId", node_name as "nodeName", depth, key, language, subject, body, version, updated_at as "updatedAt"
      from app.templates_at(${nodeId}::uuid)`)
