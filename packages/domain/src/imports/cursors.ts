/** Where a page of imports or of rows goes on; a cursor from elsewhere is refused. */
import { invalidInput } from '@ministry/kernel/errors'
import { isId } from '@ministry/kernel/id'
import { decodeCursor } from '@ministry/kernel/page'

const refuse = () =>
  invalidInput('This is not the end of a page of an import.', [{ path: 'after', message: 'imports.cursor' }])

/** The number of the page's last row; 0 before the first page. Throws InvalidInput. */
export function lastNumber(after: string | undefined): number {
  if (after === undefined) return 0
  const [number] = decodeCursor(after, 1) ?? []
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number < 2 ** 31) return number
  throw refuse()
}

/** The id of the page's last import; undefined before the first page. Throws InvalidInput. */
export function lastImport(after: string | undefined): string | undefined {
  if (after === undefined) return undefined
  const [last] = decodeCursor(after, 1) ?? []
  if (typeof last === 'string' && isId(last)) return last
  throw refuse()
}
