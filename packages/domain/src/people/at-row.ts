import { MinistryError } from '@ministry/kernel/errors'

/** Checks one row of a set; the error says in `values.row` which one it was, from 0, so that the rest can go on without it. */
export function atRow<T>(row: number, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (error instanceof MinistryError) error.values['row'] = row
    throw error
  }
}
