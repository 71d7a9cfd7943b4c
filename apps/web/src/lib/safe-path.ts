/** A path of this product from what somebody sent; anything that could lead elsewhere is the home page. */
export function safePath(value: unknown): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])/.test(value)) return '/'
  // Browsers drop tabs and line ends, after which `/\t/elsewhere` would be another site.
  return [...value].some((character) => character < ' ') ? '/' : value
}
