import { redirect } from '@sveltejs/kit'
import { languages } from '#lib/choices.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  // The form that begins another language, also without JavaScript.
  const [key, language] = ['key', 'language'].map((name) => url.searchParams.get(name))
  if (key && language && /^[\w-]+$/.test(key) && /^[a-z]{2,3}$/.test(language))
    redirect(303, `/${params.node}/templates/${key}/${language}`)
  return { templates: await locals.api.messaging.templates({ nodeId: params.node }), languages: languages() }
}
