/** Rows about somebody who must be on record already: who is meant, or what the row comes to without. Source: IMP-2, IMP-6. */
import type { Context } from '../context.ts'
import type { ImportJob, MatchReason, PlannedRow, ReadRow, RowProblem } from '../import-kind.ts'
import type { Match } from '../people/index.ts'
import { findPeople } from './find-people.ts'
import { personOf } from './read-person.ts'
import { peopleFields } from './reading/index.ts'

const who = new Set(
  'externalId name givenName middleName familyName suffix preferredName birthDate emails phones'.split(' '),
)
/** Columns that tell who is meant. */
export const whoFields = peopleFields.filter(({ key }) => who.has(key))
/** Of these a file needs one. */
export const whoNeeded = ['name', 'givenName', 'familyName', 'preferredName', 'emails', 'externalId'] as const

/** A row whose person is certain. */
export interface RowAbout {
  row: ReadRow
  match: Match
  why: MatchReason
  /** The row with this verdict; two rows of one target wait for a person. */
  planned(verdict: PlannedRow['verdict'], more?: Partial<PlannedRow['detail']>, target?: string): PlannedRow
  /** The same, for one reason; `field` names its column. */
  because(verdict: 'error' | 'skip', code: string, values?: RowProblem['values'], field?: string): PlannedRow
}

/** Each row with the person that it is about, or settled where it stays out, can't be read, or could be several or nobody. */
export async function rowsAbout(
  ctx: Context,
  job: ImportJob,
  rows: readonly ReadRow[],
  kind: string,
): Promise<(RowAbout | { settled: PlannedRow })[]> {
  const read = rows.map((row) => personOf(row))
  const by = (key: string) => !job.settings.matchBy || job.settings.matchBy.includes(key)
  const { found: all } = await findPeople(
    ctx,
    job.place.id,
    read,
    read.map(({ fields, name, externalId }) => ({
      keys: by('key') && externalId ? [{ source: job.source ?? 'file', key: externalId.slice(0, 300) }] : [],
      emails: by('email') ? fields.emails : [],
      phones: by('phone') ? fields.phones : [],
      name: by('name') || by('name-and-birth-date') ? (name ?? undefined) : undefined,
      birthDate: by('name-and-birth-date') ? fields.birthDate : undefined,
    })),
  )
  return rows.map((row, i) => {
    const { name, problems } = read[i]!
    const settled = (
      verdict: PlannedRow['verdict'],
      more: Partial<PlannedRow['detail']> = {},
      about: Partial<Pick<PlannedRow, 'personId' | 'target'>> = {},
    ): PlannedRow => ({
      ...{ number: row.number, key: `${kind}:${row.print}`, verdict, personId: null, target: null, ...about },
      detail: { name, changes: [], problems: row.problems, ...more },
    })
    const reason = (code: string, values: RowProblem['values'] = {}, field?: string) => ({
      problems: [{ column: field ? job.headingOf(field) : null, value: null, code, values }],
    })
    if (row.choice?.take === 'out') return { settled: settled('skip', reason('imports.row.left-out-by-choice')) }
    if (problems.length) return { settled: settled('error', { problems }) }
    const found = all[i]!
    if (found.is === 'nobody') return { settled: settled('error', reason('imports.row.nobody', { name: name ?? '' })) }
    if (found.is === 'several') {
      const { candidates, code } = found
      const because = reason(code, { name: name ?? '', count: candidates.length })
      return { settled: settled('conflict', { candidates, ...because }) }
    }
    const personId = found.match.person.id
    return {
      ...{ row, match: found.match, why: found.why },
      planned: (verdict, more, target) => settled(verdict, more, { personId, target: target ?? null }),
      because: (verdict, code, values, field) => settled(verdict, reason(code, values, field), { personId }),
    }
  })
}
