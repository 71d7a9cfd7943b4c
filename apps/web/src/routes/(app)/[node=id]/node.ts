import type { PageData } from './$types.js'

/** A node as its page gets it. */
export type Node = PageData['node']
