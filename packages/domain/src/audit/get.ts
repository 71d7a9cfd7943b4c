import { neverAboutOneself, permittedFields } from '@ministry/access'
import { find, scope } from '@ministry/access/scope'
import type { AuditEntry } from '@ministry/db'
import type { Context } from '../context.ts'
import { query } from '../verb.ts'
import { differences, mayShow } from './audit.rules.ts'
import { getInput, getOutput } from './audit.schema.ts'
import { entryRow, namesIn } from './entry-row.ts'
import { inWords } from './in-words.ts'

/**
 * One entry with what was before and after, and where it came from. Values about a person are shown to those who may see these
 * fields of the person; what was noted about the reader is not.
 * Errors: NotFound. Source: AUD-1.
 */
export const get = query({
  name: 'audit.get',
  permission: { action: 'read', noun: 'AuditEntry' },
  input: getInput,
  output: getOutput,
  async run(ctx, { id }) {
    const entry = await find<AuditEntry>(ctx, 'read', 'AuditEntry', id)
    const names = await namesIn(ctx, [entry])
    const { requestId, address, device, personId } = entry
    const person = (personId && names.get(personId)) || null
    const personal = differences(entry.personalBefore, entry.personalAfter, true)
    const hidden = personId === ctx.principal.personId && (neverAboutOneself as readonly string[]).includes(entry.noun)
    const permitted = new Set(personal.length && personId && !hidden ? await fieldsInSight(ctx, personId) : [])
    const shown = personal.filter(({ field }) => mayShow(field, permitted))
    return {
      ...entryRow(entry, names),
      ...{ requestId, address, device, personId, person },
      differences: await inWords(ctx, [...differences(entry.before, entry.after), ...shown]),
      personalHidden: shown.length < personal.length,
    }
  },
})

/** The fields of this person that the reader may read; none where the person is out of sight. */
async function fieldsInSight(ctx: Context, personId: string): Promise<string[]> {
  const person = await ctx.tx.prisma.person.findFirst({
    where: { AND: [scope(ctx, 'read', 'Person'), { id: personId }] },
    select: { id: true, scopeIds: true, homeIds: true, state: true, listedInGroup: true },
  })
  return person ? permittedFields(ctx.ability, 'read', 'Person', person) : []
}
