import { createContext } from 'svelte'

const [get, set] = createContext<() => string>()

/** Names the reader's time zone (IANA) for everything inside; the shell does it. */
export const setTimeZone = set

/** The reader's time zone, or UTC where nobody has named one. */
export function timeZone(): () => string {
  try {
    return get()
  } catch {
    return () => 'UTC'
  }
}
