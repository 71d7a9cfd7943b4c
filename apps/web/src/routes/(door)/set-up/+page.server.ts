import { running } from '@ministry/api'
import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types.js'

/** Where the link of the first run is to be found; of interest only as long as there is no movement. Source: ACC-3. */
export const load: PageServerLoad = async () => {
  if (!(await running().setUp.needed())) redirect(303, '/sign-in')
}
