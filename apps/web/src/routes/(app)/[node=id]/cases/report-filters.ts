/** What a report's address asks for; anything unreadable asks for nothing. */
export function reportFilters(query: URLSearchParams): { kind?: string; from?: string; to?: string } {
  const kind = query.get('kind')
  const [from, to] = ['from', 'to'].map((name) => {
    const day = query.get(name) ?? ''
    return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : undefined
  })
  return {
    ...(kind && /^[a-z][a-z-]{0,39}$/.test(kind) && { kind }),
    ...(from && { from }),
    ...(to && { to }),
  }
}
