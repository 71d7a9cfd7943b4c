/** A piece of work for a browser: see `Work.svelte`. Source: ACC-4. */
import { answerChallenge, running } from '@ministry/api'
import type { RequestHandler } from '@sveltejs/kit'

export const GET: RequestHandler = ({ getClientAddress }) => answerChallenge(running().services, getClientAddress())
