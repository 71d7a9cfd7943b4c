import { formatInstant } from '@ministry/ui'
import { healthText, stuckText } from './words.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, parent }) => {
  const overview = await locals.api.monitoring.overview({})
  const { timeZone } = await parent()
  const { engine } = overview
  return {
    overview,
    health: healthText(overview, (at) => formatInstant(at, timeZone)),
    stuck: engine.at === 'here' ? engine.stuck.map((one) => ({ ...one, text: stuckText(one) })) : [],
  }
}
