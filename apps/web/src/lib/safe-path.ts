const ours = 'http://ours.invalid'

/**
 * A path of this product from what somebody sent, spelled as an address (`/ü` → `/%C3%BC`), so that it can stand in a
 * header; anything that could lead elsewhere is the home page.
 */
export function safePath(value: unknown): string {
  // Browsers drop tabs and line ends, after which `/\t/elsewhere` would be another site.
  if (typeof value !== 'string' || !value.startsWith('/') || /[\p{Cc}\\]/u.test(value)) return '/'
  const url = URL.parse(value, ours)
  if (url?.origin !== ours) return '/'
  const path = url.pathname + url.search + url.hash
  // `/.//elsewhere` has become `//elsewhere` by now.
  return path.startsWith('//') ? '/' : path
}
