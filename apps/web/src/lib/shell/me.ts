import type { Api } from '@ministry/api'

/** Who is signed in, as the shell and its pages know them. */
export type Me = Awaited<ReturnType<Api['accounts']['me']>>
