const reading = ['GET', 'HEAD', 'OPTIONS']

/**
 * Whether a page of another site sends this, and not merely to read: no body of whatever kind, nor none at all, makes it ours. Where a
 * browser names no origin, it still says whether the page is of this site; programs say neither, and bring no browser's cookie. Source: ASVS 3.5.
 */
export function isForeign({ method, headers }: Pick<Request, 'method' | 'headers'>, { origin: own }: URL): boolean {
  if (reading.includes(method)) return false
  const origin = headers.get('origin')
  if (origin !== null) return origin !== own
  return !['same-origin', 'none', null].includes(headers.get('sec-fetch-site'))
}
