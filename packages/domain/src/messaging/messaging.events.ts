import { id } from '@ministry/kernel/id'
import { event } from '@ministry/workflows'
import * as z from 'zod'

/** The provider told something of a mail; it is stored and waits to be applied. */
export const reportReceived = event('messaging/report.received', z.object({ reportId: id() }))

/** An administrator let an address be written to again; the provider must know. */
export const suppressionLifted = event('messaging/suppression.lifted', z.object({ suppressionId: id() }))
