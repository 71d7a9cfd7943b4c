import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => locals.api.monitoring.functions({})
