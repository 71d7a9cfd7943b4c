import { find } from '@ministry/access/scope'
import type { AuditEntry } from '@ministry/db'
import { query } from '../verb.ts'
import { differences } from './audit.rules.ts'
import { getInput, getOutput } from './audit.schema.ts'
import { entryRow, namesIn } from './entry-row.ts'

/**
 * One entry with what was before and after, and where it came from. Values about a person are shown to those who may see the person.
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
    return {
      ...entryRow(entry, names),
      ...{ requestId, address, device, personId, person },
      differences: [...differences(entry.before, entry.after), ...(person ? personal : [])],
      personalHidden: personal.length > 0 && !person,
    }
  },
})
