import { m } from '@ministry/kernel/messages'
import { auditRow } from '#lib/audit-row.server.ts'
import { fieldName } from '#lib/words.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const entry = await locals.api.audit.get({ id: params.entry })
  const { requestId, address, device, person, personalHidden, differences } = entry
  return {
    entry: { ...auditRow(entry), requestId, address, device, person, personalHidden },
    differences: differences.map(({ field, label, before, after, personal }) => ({
      field,
      name: label ?? (field.startsWith('custom.') ? m.people_field_other() : fieldName(field)),
      before: textOf(before),
      after: textOf(after),
      personal,
    })),
  }
}

/** Any value as one line. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (Array.isArray(value)) return value.map((item) => textOf(item) ?? '').join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
