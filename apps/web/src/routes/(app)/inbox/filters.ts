/** Filters of the inbox, in the address. */
export interface Filters {
  kind: string | undefined
  overdue: boolean
  as: 'own' | 'for-others' | undefined
}

/** What an address asks for; anything unknown asks for nothing. */
export function readFilters(query: URLSearchParams): Filters {
  const as = query.get('as')
  const kind = query.get('kind')
  return {
    kind: kind && /^[a-z][a-z-]{0,39}$/.test(kind) ? kind : undefined,
    overdue: query.get('overdue') === 'yes',
    as: as === 'own' || as === 'for-others' ? as : undefined,
  }
}
