import type { Api } from '@ministry/api'

/** What an offer of a person to another region would mean. */
export type PrepareView = Awaited<ReturnType<Api['transfers']['prepare']>>
