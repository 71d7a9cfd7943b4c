import type { importOf } from './wizard.server.ts'

/** An import as its page gets it. */
export type Found = Awaited<ReturnType<typeof importOf>>
