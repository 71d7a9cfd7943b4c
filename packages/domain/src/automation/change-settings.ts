import { reaches } from '@ministry/access/scope'
import { sql } from '@ministry/db'
import { invalidInput, notAllowed } from '@ministry/kernel/errors'
import { findNode } from '../org/index.ts'
import { mutation } from '../verb.ts'
import { automationNumbers, changeSettingsInput, settingsChangedOutput } from './automation.schema.ts'

/**
 * Says what holds for an automation at a node and below: switched on or off, and its numbers; null takes what stands above again.
 * Errors: NotFound node; NotAllowed; InvalidInput (numbers that don't fit the automation). Source: ORG-2, AUT.
 */
export const changeSettings = mutation({
  name: 'automation.change-settings',
  permission: { action: 'update', noun: 'Automation' },
  input: changeSettingsInput,
  output: settingsChangedOutput,
  async run(ctx, { nodeId, automation, enabled, numbers }) {
    const node = await findNode(ctx, 'read', nodeId)
    if (!reaches(ctx, 'update', 'Automation', node)) throw notAllowed('update', 'Automation')
    const read = numbers === null ? null : automationNumbers[automation].safeParse(numbers)
    if (read && !read.success)
      throw invalidInput(
        'These numbers don’t fit the automation.',
        read.error.issues.map(({ path, message }) => ({ path: `numbers.${path.join('.')}`, message })),
      )
    const wanted = { enabled, numbers: read?.data ?? null }
    const [row] = await ctx.tx.rows<{ enabled: boolean | null; numbers: object | null }>(sql`
      select s.enabled, nullif(s.numbers, '{}') as numbers from automation_setting s
       where s.node_id = ${nodeId}::uuid and s.automation = ${automation}`)
    const present = { enabled: row?.enabled ?? null, numbers: row?.numbers ?? null }
    if (sorted(present) === sorted(wanted)) return { nodeId }
    if (wanted.enabled === null && wanted.numbers === null)
      await ctx.tx.rows(
        sql`delete from automation_setting s where s.node_id = ${nodeId}::uuid and s.automation = ${automation}`,
      )
    else
      await ctx.tx.rows(sql`
        insert into automation_setting (node_id, automation, enabled, numbers, updated_at, updated_by)
        values (${nodeId}::uuid, ${automation}, ${wanted.enabled}, ${JSON.stringify(wanted.numbers ?? {})}::jsonb, ${ctx.at}, ${ctx.principal.personId}::uuid)
        on conflict (node_id, automation) do update
           set enabled = excluded.enabled, numbers = excluded.numbers, updated_at = excluded.updated_at, updated_by = excluded.updated_by`)
    ctx.audit({
      noun: 'Automation',
      subjectId: nodeId,
      node: { id: node.id, scopeIds: node.scopeIds },
      before: { automation, ...present },
      after: { automation, ...wanted },
    })
    return { nodeId }
  },
})

/** As text in which the order of names says nothing. */
const sorted = ({ enabled, numbers }: { enabled: boolean | null; numbers: object | null }) =>
  JSON.stringify([enabled, numbers && Object.entries(numbers).toSorted(([a], [b]) => (a < b ? -1 : 1))])
