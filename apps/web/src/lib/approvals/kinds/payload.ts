/** Reads what a request carries, whatever its kind: its kind's schema stands with the capability that registers it. */

/** Text or number under one of the names; undefined where there is none. */
export function textIn(payload: unknown, ...names: string[]): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined
  const found = names.map((name) => (payload as Record<string, unknown>)[name])
  const value = found.find((one) => (typeof one === 'string' && one.trim()) || typeof one === 'number')
  return value === undefined ? undefined : String(value)
}
