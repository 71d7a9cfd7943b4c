import { upload } from '#lib/imports/upload.server.ts'
import { mayHere } from '#lib/server/may-here.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, parent }) => {
  const after = url.searchParams.get('after') ?? undefined
  const list = await locals.api.imports.list({ nodeId: params.node, after, take: 30 })
  const { place } = await parent()
  const mayUpload = mayHere(locals, place, 'create', 'Import')
  return {
    list,
    first: !after,
    mayUpload,
    kind: url.searchParams.get('kind') ?? undefined,
    kinds: mayUpload ? await locals.api.imports.offers({ nodeId: params.node }) : [],
  }
}

export const actions: Actions = { upload }
