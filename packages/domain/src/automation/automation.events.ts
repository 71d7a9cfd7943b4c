import { event } from '@ministry/workflows'
import { id } from '@ministry/kernel/id'
import * as z from 'zod'

/** Somebody said that a proposed move to the graduates be made at once, or where to: what is due is done without waiting for the sweep. Source: AUT-3. */
export const goAheadGiven = event('automation/go-ahead.given', z.object({ personIds: z.array(id()).min(1).max(100) }))
