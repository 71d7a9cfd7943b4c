import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const asked = (name: string) => url.searchParams.get(name)?.trim() || undefined
  const filter = { name: asked('name')?.slice(0, 256), id: asked('id')?.slice(0, 256) }
  const { rows, next } = await locals.api.monitoring.events({ ...filter, after: asked('after') })
  return { rows, next, paged: url.searchParams.has('after'), filter }
}
