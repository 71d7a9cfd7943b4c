import type { Api, Authenticated, Caller } from '@ministry/api'

declare global {
  namespace App {
    interface Locals {
      /** The typed procedures, as whoever is signed in; errors arrive as SvelteKit's. */
      api: Api
      /** Whoever asks, for what stands beside the procedures. */
      caller: Caller
      /** Who is signed in, or null. */
      account: Authenticated | null
      requestId: string
      theme: 'light' | 'dark' | 'system'
    }
    interface Error {
      message: string
      /** For the person to tell, and for us to find. */
      id: string
      kind?: string
      code?: string | undefined
      values?: Record<string, string | number>
      /** Of an act that one's roles don't include: why not, a sentence for each role. */
      why?: string[]
      issues?: { path: string; message: string; values?: Record<string, string | number> }[]
    }
  }
}
