import * as z from 'zod'

/** Input of every list: how many rows, and behind which row to go on (an opaque cursor from the page before). */
export const pageInput = z.object({
  take: z.number().int().min(1).max(200).default(50),
  after: z.string().max(1000).optional(),
})

/** Output of every list. `next` is null on the last page; `total` counts all rows in scope that pass the filters. */
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), next: z.string().nullable(), total: z.number().int() })

/** A keyset cursor: the values of the order columns of a page's last row. */
export const encodeCursor = (keys: readonly (string | number | null)[]): string =>
  btoa(String.fromCodePoint(...new TextEncoder().encode(JSON.stringify(keys))))

/** The order values in a cursor, or undefined where it was tampered with or has another shape. */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] | undefined {
  try {
    const keys: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(cursor), (c) => c.codePointAt(0)!)),
    )
    const fits = Array.isArray(keys) && keys.length === length
    return fits && keys.every((key) => key === null || ['string', 'number'].includes(typeof key)) ? keys : undefined
  } catch {
    return undefined
  }
}
