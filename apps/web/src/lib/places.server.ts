/** Places to choose from when a node moves or hands over its people. */
import { allowedChildren } from '@ministry/access'
import type { Api } from '@ministry/api'
import type { Choice } from '@ministry/ui'
import { kindName } from './words.ts'

type Node = Awaited<ReturnType<Api['org']['get']>>
type Act = 'move' | 'close'
interface Candidate {
  id: string
  kind: Node['kind']
  name: string
  parentId?: string | null
}

/** Whether the node could go, or hand over, there; the verb decides in the end. */
function fits(act: Act, node: Node, { id, kind }: Candidate): boolean {
  if (id === node.id) return false
  return act === 'move' ? id !== node.parentId && allowedChildren[kind].includes(node.kind) : kind === node.kind
}

/** All places that fit, under the names of their parents; null where there are too many to list. */
export async function placesFor(api: Api, act: Act, node: Node): Promise<Choice[] | null> {
  const { nodes, whole } = await api.org.tree({})
  if (!whole) return null
  const names = new Map(nodes.map(({ id, name }) => [id, name]))
  return nodes
    .filter((candidate) => fits(act, node, candidate))
    .map(({ id, name, parentId }) => ({ value: id, label: name, group: names.get(parentId ?? '') }))
}

/** The places among those found by a text that fit. */
export async function placesFound(api: Api, act: Act, node: Node, text: string): Promise<Choice[]> {
  const found = await api.org.search({ text, take: 30 })
  return found
    .filter((candidate) => fits(act, node, candidate))
    .map(({ id, name, kind, path }) => ({
      value: id,
      label: name,
      note: [...path.slice(-2), kindName(kind)].join(' · '),
    }))
}
