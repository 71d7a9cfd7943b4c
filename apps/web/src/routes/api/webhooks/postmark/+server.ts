/** What Postmark tells of our mails. Source: MSG-1. */
import { running } from '@ministry/api'
import type { RequestHandler } from '@sveltejs/kit'

export const POST: RequestHandler = ({ request, locals }) => running().takeReport(request, locals.requestId)
