import { allow } from '@ministry/access/scope'
import { Prisma } from '@ministry/db'
import { mutation } from '../verb.ts'
import { writeVersions } from './history.ts'
import { findNode, lockTree, ownSettingsOf } from './node-row.ts'
import { settingsChanged } from './org.events.ts'
import { changeSettingsInput, nodeOutput, type OwnSettings, type SettingName } from './org.schema.ts'

/**
 * Sets a node's own settings; null takes the setting from above again, what isn't named stays. Errors: NotFound; NotAllowed;
 * InvalidInput. Source: ORG-2.
 */
export const changeSettings = mutation({
  name: 'org.change-settings',
  permission: { action: 'update', noun: 'Setting' },
  input: changeSettingsInput,
  output: nodeOutput,
  async run(ctx, { nodeId, settings, reason }) {
    await lockTree(ctx)
    const node = await findNode(ctx, 'read', nodeId)
    const { id, scopeIds } = node
    allow(ctx, 'update', 'Setting', node)
    const own = ownSettingsOf(node)
    const changed = (Object.keys(settings) as SettingName[]).filter(
      (name) => settings[name] !== undefined && JSON.stringify(settings[name]) !== JSON.stringify(own[name]),
    )
    if (changed.length === 0) return { id }
    const wanted = { ...own, ...Object.fromEntries(changed.map((name) => [name, settings[name]])) }
    await ctx.tx.prisma.orgNode.update({ where: { id }, data: asColumns(wanted) })
    await writeVersions(ctx, 'change-settings', [node], reason)
    const only = (from: OwnSettings) => Object.fromEntries(changed.map((name) => [name, from[name]]))
    ctx.audit({
      noun: 'OrgNode',
      subjectId: id,
      node: { id, scopeIds },
      before: only(own),
      after: only(wanted),
      reason,
    })
    ctx.emit(settingsChanged.sendable({ nodeId: id }, { subject: `node:${id}` }))
    return { id }
  },
})

/** Parts of the calendar that are unset are not kept, so that each is inherited by itself. */
function asColumns({ terms, breaks, restDays, holidays, quietHours, ...columns }: OwnSettings) {
  const calendar = Object.fromEntries(
    Object.entries({ terms, breaks, restDays, holidays, quietHours }).filter(([, value]) => value !== null),
  )
  return { ...columns, calendar: Object.keys(calendar).length ? (calendar as Prisma.InputJsonObject) : Prisma.DbNull }
}
