import { answer, textOf } from '#lib/answer.server.ts'
import type { TreeNode } from '@ministry/ui'
import { pictured, subtree } from '#lib/tree.ts'
import { kindName } from '#lib/words.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const closed = url.searchParams.get('closed') === 'yes'
  const { nodes } = await locals.api.org.tree({ closed })
  let branch: TreeNode[] = subtree(nodes, params.node)
  // Trees that are too large come with their upper levels only; a place further down brings what is right below it.
  if (branch.length <= 1) {
    const { nodes: children } = await locals.api.org.tree({ under: params.node, closed })
    const top = nodes.filter(({ id }) => id === params.node)
    branch = subtree([...top, ...children], params.node)
  }
  return {
    nodes: branch,
    picture: pictured(branch),
    closed,
    view: url.searchParams.get('view') === 'list' ? 'list' : 'picture',
  }
}

export const actions: Actions = {
  search: (event) =>
    answer(event, async (form) => {
      const text = textOf(form, 'search')
      if (!text) return { found: null }
      const found = await event.locals.api.org.search({ text, take: 30, closed: true })
      return {
        found: found.map(({ id, name, kind, path, state }) => ({
          id,
          name,
          closed: state === 'closed',
          where: [kindName(kind), ...path.slice(-2)].join(' · '),
        })),
      }
    }),
}
