/** Places to choose from where somebody is put: the place itself, then those below it, each under the name of what it stands under. */
import type { Api } from '@ministry/api'
import type { Choice } from '@ministry/ui'
import type { Place } from '#lib/shell/place.ts'

type Node = Awaited<ReturnType<Api['org']['tree']>>['nodes'][number]

/** Where the whole tree is too large to list, the place and what stands right under it. */
export async function placesBelow(api: Api, { id, name }: Pick<Place, 'id' | 'name'>): Promise<Choice[]> {
  const whole = await api.org.tree({})
  const nodes = whole.whole ? below(whole.nodes, id) : (await api.org.tree({ under: id })).nodes
  const names = new Map([...whole.nodes, ...nodes].map((node) => [node.id, node.name]))
  const choices = nodes
    .filter(({ kind }) => kind !== 'Board')
    .map((node): Choice => ({ value: node.id, label: node.name, group: names.get(node.parentId ?? '') ?? name }))
  return [{ value: id, label: name }, ...choices]
}

/** Parents come before their children. */
function below(nodes: readonly Node[], id: string): Node[] {
  const inside = new Set([id])
  return nodes.filter((node) => {
    if (!node.parentId || !inside.has(node.parentId)) return false
    inside.add(node.id)
    return true
  })
}
