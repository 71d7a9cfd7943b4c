/** Who lives where in the large seed. */
import { invalidInput } from '@ministry/kernel/errors'
import { seats } from './large-seats.ts'
import type { LargeNode } from './large-tree.ts'
import type { Random } from './random.ts'

/**
 * Homes of all people, as places in the list of nodes: by weight, and somebody for every seat; in no order, as people come in
 * over the years, but for the first, whose homes are `reserved`. Throws InvalidInput where there are fewer people than seats.
 */
export function settle(nodes: readonly LargeNode[], people: number, reserved: readonly LargeNode[], random: Random) {
  const places = new Map(nodes.map((node, place) => [node, place]))
  const seated = nodes.flatMap((node, place) => seats[node.kind].map(() => place))
  const fixed = reserved.map((node) => places.get(node)!)
  if (fixed.length + seated.length > people)
    throw invalidInput(`${people} people can't fill the seats of ${nodes.length} nodes.`)
  const upTo: number[] = []
  for (const { weight } of nodes) upTo.push((upTo.at(-1) ?? 0) + weight)
  const homes = new Int32Array(people)
  homes.set([...fixed, ...seated])
  for (let at = fixed.length + seated.length; at < people; at++)
    homes[at] = firstAbove(upTo, random.next() * upTo.at(-1)!)
  for (let at = people - 1; at > fixed.length; at--) {
    const other = fixed.length + random.below(at + 1 - fixed.length)
    ;[homes[at], homes[other]] = [homes[other]!, homes[at]!]
  }
  return homes
}
function firstAbove(ascending: readonly number[], value: number) {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}
