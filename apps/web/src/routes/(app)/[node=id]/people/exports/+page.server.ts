import { exportAtOnce } from '@ministry/domain/people/schema'
import { columnsWith } from '#lib/people/list-words.server.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const [files, { fields }] = await Promise.all([
    locals.api.people.exports.list({ nodeId: params.node }),
    locals.api.people.fields({ nodeId: params.node }),
  ])
  const columns = columnsWith(fields)
  return {
    files: files.map(({ state, total, without, ...file }) => ({
      ...file,
      total,
      // Small ones are written while they are fetched.
      state: state === 'waiting' && total <= exportAtOnce ? ('ready' as const) : state,
      without: without.flatMap((name) => columns.find((column) => column.name === name)?.label ?? []),
    })),
  }
}
