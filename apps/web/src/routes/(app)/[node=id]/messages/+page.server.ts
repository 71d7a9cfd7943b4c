import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const page = await locals.api.messaging.messages({ nodeId: params.node, take: 50, ...(after && { after }) })
  return { page, paged: after !== undefined }
}
