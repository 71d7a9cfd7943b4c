import { placeAmong, type Place } from '#lib/shell/place.ts'
import type { LayoutServerLoad } from './$types.js'

export const load: LayoutServerLoad = async ({ params, parent, locals }): Promise<{ place: Place }> => {
  const { me } = await parent()
  const known = placeAmong(me.nodes, params.node)
  if (known) return { place: known }
  const { id, name, kind, state, breadcrumbs } = await locals.api.org.get({ nodeId: params.node })
  return {
    place: {
      id,
      name,
      kind,
      closed: state !== 'active',
      above: breadcrumbs.slice(0, -1).map(({ id, name }) => ({ id, name })),
    },
  }
}
