/** The query of an address with some of its parts changed; null takes a part away. The other parts stay: filters, tabs, places. */
export function queryWith(url: { search: string }, changes: Record<string, string | null>): string {
  const query = new URLSearchParams(url.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name)
    else query.set(name, value)
  }
  return `?${query}`
}
