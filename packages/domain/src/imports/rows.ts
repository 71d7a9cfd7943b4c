import { sql, empty } from '@ministry/db'
import { encodeCursor } from '@ministry/kernel/page'
import { readPeople } from '../people/index.ts'
import { query } from '../verb.ts'
import { rowsInput, rowsOutput, type Outcome, type RowView, type Verdict } from './imports.schema.ts'
import { lastNumber } from './cursors.ts'
import { findImport } from './stored.ts'

interface StoredRow {
  number: number
  verdict: Verdict | null
  outcome: Outcome | null
  person_id: string | null
  cells: string[]
  choice: RowView['choice']
  undone: RowView['undone']
  detail: Partial<Pick<RowView, 'name' | 'changes' | 'problems' | 'why' | 'candidates' | 'blank'>> | null
}

/** Rows of an import with what the dry run found and the commit did, in the order of the file. Errors: NotFound. Source: IMP-2. */
export const rows = query({
  name: 'imports.rows',
  permission: { action: 'read', noun: 'Import' },
  input: rowsInput,
  output: rowsOutput,
  async run(ctx, { id, verdict, outcome, undone, take, after }) {
    const found = await findImport(ctx, 'read', id)
    const last = lastNumber(after)
    const chosen = sql`import_id = ${id}::uuid ${verdict ? sql`and verdict = ${verdict}` : empty} ${outcome ? sql`and outcome = ${outcome}` : empty} ${undone ? sql`and undone = ${undone}` : empty}`
    const stored = await ctx.tx.rows<StoredRow>(sql`
      select number, verdict, outcome, undone, person_id, cells, choice, detail from import_row where ${chosen} and number > ${last} order by number limit ${take + 1}`)
    const page = stored.slice(0, take)
    const total = undone
      ? (found.undo?.[undone] ?? 0)
      : outcome
        ? (found.result?.[outcome] ?? 0)
        : verdict
          ? (found.plan?.[verdict] ?? 0)
          : found.rowCount
    // People are matched within the importer's sight; whoever else reads the import sees of them only whom they may see.
    const visible = await readPeople(
      ctx,
      page.flatMap(({ person_id, detail }) => [
        ...(person_id ? [person_id] : []),
        ...(detail?.candidates ?? []).map(({ id }) => id),
      ]),
    )
    return {
      rows: page.map(({ number, verdict: said, outcome: did, undone: back, person_id, cells, choice, detail }) => {
        const hidden = person_id !== null && !visible.has(person_id)
        return {
          number,
          verdict: said,
          outcome: did,
          undone: back,
          cells: hidden ? [] : cells,
          why: hidden ? null : (detail?.why ?? null),
          candidates: hidden ? [] : (detail?.candidates ?? []).filter(({ id }) => visible.has(id)),
          choice: hidden ? null : choice,
          blank: hidden ? [] : (detail?.blank ?? []),
          personId: hidden ? null : person_id,
          name: hidden ? null : (detail?.name ?? null),
          changes: hidden ? [] : (detail?.changes ?? []),
          problems: hidden ? [] : (detail?.problems ?? []),
        }
      }),
      next: stored.length > take ? encodeCursor([page.at(-1)!.number]) : null,
      total,
    }
  },
})
