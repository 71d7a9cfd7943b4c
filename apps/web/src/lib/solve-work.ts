/** Solves a piece of work of ours in the browser, beside what somebody types. Source: ACC-4, ALTCHA proof of work v2. */
import type { Challenge } from 'altcha-lib'

/** The solution as a form sends it; nothing where this browser can't, or was told to stop. */
export async function solveWork(controller: AbortController): Promise<string> {
  // Over plain http a browser lends no cryptography, except to its own machine.
  if (!globalThis.crypto?.subtle) return ''
  try {
    const [{ solveChallenge }, { deriveKey }, answer] = await Promise.all([
      import('altcha-lib'),
      import('altcha-lib/algorithms/web/pbkdf2'),
      fetch('/api/altcha', { signal: controller.signal }),
    ])
    if (!answer.ok) return ''
    const challenge = (await answer.json()) as Challenge
    const solution = await solveChallenge({ challenge, deriveKey, controller })
    return solution ? btoa(JSON.stringify({ challenge, solution })) : ''
  } catch {
    return ''
  }
}
