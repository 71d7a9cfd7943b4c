/** The rows that were not taken, as a CSV to put right and upload again. Source: IMP-2, IMP-5, REP-3. */
import { csvLine } from '@ministry/kernel/csv'
import { m } from '@ministry/kernel/messages'
import type { Api } from '@ministry/api'
import { problemText } from './row-lines.server.ts'

/** The file piece by piece: the headings of the original with the row's number and what is wrong, then the rows as they stood. */
export async function* leftOutFile(api: Api, id: string): AsyncGenerator<string> {
  let after: string | undefined
  do {
    const page = await api.imports.leftOut({ id, after })
    // Spreadsheet programs read accents right only with a byte order mark.
    if (!after) yield `\uFEFF${csvLine([m.imports_file_row(), m.imports_file_why(), ...page.headings])}`
    for (const { number, cells, problems } of page.rows) {
      const why = problems.map((problem) => [problem.column, problemText(problem)].filter(Boolean).join(': ')).join(' ')
      yield csvLine([String(number), why, ...cells])
    }
    after = page.next ?? undefined
  } while (after)
}
