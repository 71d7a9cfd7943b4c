/** Places where whoever is signed in cares for people: to join, to move to. */
import type { Choice } from '@ministry/ui'
import type { Api } from '@ministry/api'
import type { Me } from '#lib/shell/me.ts'
import { placesBelow } from './places-below.server.ts'

/** The places of one's roles with all that is below them, each once. */
export async function myPlaces(
  api: Api,
  { seats, nodes }: Pick<Me, 'seats' | 'nodes'>,
  except: readonly string[] = [],
): Promise<Choice[]> {
  const found = new Map<string, Choice>()
  for (const seat of seats) {
    const node = nodes.find(({ id }) => id === seat)
    if (!node || node.state !== 'active' || found.has(seat)) continue
    for (const choice of await placesBelow(api, node))
      if (!found.get(choice.value)?.group) found.set(choice.value, choice)
  }
  return [...found.values()].filter(({ value }) => !except.includes(value))
}
