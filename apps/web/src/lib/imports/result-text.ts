import type { Counts, ImportState, Results } from '@ministry/domain/imports/schema'
import { m } from '@ministry/kernel/messages'
import { formatNumber } from '@ministry/ui/format.ts'

interface Counted {
  state: ImportState
  rowCount: number
  plan: Counts | null
  result: Results | null
}
type Said = (counts: { count: number; shown: string }) => string

/** What an import found or did, in a few words: `12 new · 3 changes`. Before anything is known, how many rows the file has. */
export function resultText({ state, rowCount, plan, result }: Counted): string {
  const parts: [number, Said][] = []
  if (result && state !== 'planned')
    parts.push(
      [result.created, m.imports_count_created],
      [result.changed, m.imports_count_changed],
      [result.failed, m.imports_count_failed],
    )
  else if (plan && (state === 'planned' || state === 'committing'))
    parts.push(
      [plan.create, m.imports_count_create],
      [plan.change, m.imports_count_change],
      [plan.conflict + plan.error, m.imports_count_left_out],
    )
  const said = parts.filter(([count]) => count > 0).map(([count, text]) => text({ count, shown: formatNumber(count) }))
  if (said.length) return said.join(' · ')
  return parts.length ? m.imports_count_nothing() : m.imports_rows({ count: rowCount, shown: formatNumber(rowCount) })
}
